package dev.tawon.compiler.front;

import dev.tawon.compiler.Architecture;

/**
 * Where {@code struct pt_regs} holds what a probe wants, by 64-bit words from its start.
 *
 * <p>Source: {@code arch/x86/include/asm/ptrace.h} with the calling convention of the System V ABI, and {@code struct
 * user_pt_regs} of {@code arch/arm64/include/uapi/asm/ptrace.h} with that of the AAPCS64.
 */
enum MachineRegisters {
  /** {@code di, si, dx, cx, r8, r9}; {@code ax}; {@code ip}; 21 words. */
  X86_64(6, 10, 16, 21),
  /** {@code x0} to {@code x7}; {@code x0}; {@code pc}; 31 registers, {@code sp}, {@code pc}, {@code pstate}. */
  AARCH64(8, 0, 32, 34);

  private final int parameters;
  private final int result;
  private final int instructionPointer;
  private final int words;

  MachineRegisters(int parameters, int result, int instructionPointer, int words) {
    this.parameters = parameters;
    this.result = result;
    this.instructionPointer = instructionPointer;
    this.words = words;
  }

  static MachineRegisters of(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> X86_64;
      case ARM64 -> AARCH64;
    };
  }

  /** How many parameters are in registers. */
  int parameters() {
    return parameters;
  }

  /** Where a parameter is. */
  int parameter(int index) {
    return switch (this) {
      case X86_64 ->
          switch (index) {
            case 0 -> 14; // di
            case 1 -> 13; // si
            case 2 -> 12; // dx
            case 3 -> 11; // cx
            case 4 -> 9; // r8
            default -> 8; // r9
          };
      case AARCH64 -> index;
    };
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
