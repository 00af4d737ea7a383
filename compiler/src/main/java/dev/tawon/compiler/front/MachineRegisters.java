package dev.tawon.compiler.front;

import java.util.List;
import java.util.Locale;

/**
 * Where {@code struct pt_regs} holds what a probe wants, by 64-bit words from its start.
 *
 * <p>Source: {@code arch/x86/include/asm/ptrace.h} with the calling convention of the System V ABI, and {@code struct
 * user_pt_regs} of {@code arch/arm64/include/uapi/asm/ptrace.h} with that of the AAPCS64.
 */
enum MachineRegisters {
  /** {@code di, si, dx, cx, r8, r9}; {@code ax}; {@code ip}; 21 words. */
  X86_64(List.of(14, 13, 12, 11, 9, 8), 10, 16, 21),
  /** {@code x0} to {@code x7}; {@code x0}; {@code pc}; 31 registers, {@code sp}, {@code pc}, {@code pstate}. */
  AARCH64(List.of(0, 1, 2, 3, 4, 5, 6, 7), 0, 32, 34);

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Integer> parameters;

  private final int result;
  private final int instructionPointer;
  private final int words;

  MachineRegisters(List<Integer> parameters, int result, int instructionPointer, int words) {
    this.parameters = parameters;
    this.result = result;
    this.instructionPointer = instructionPointer;
    this.words = words;
  }

  /** Those of the machine that this JVM runs on, which is the one that programs are compiled for. */
  static MachineRegisters current() {
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return processor.equals("aarch64") || processor.equals("arm64") ? AARCH64 : X86_64;
  }

  int parameters() {
    return parameters.size();
  }

  int parameter(int index) {
    return parameters.get(index);
  }

  int result() {
    return result;
  }

  int instructionPointer() {
    return instructionPointer;
  }

  int bytes() {
    return words * Long.BYTES;
  }
}
