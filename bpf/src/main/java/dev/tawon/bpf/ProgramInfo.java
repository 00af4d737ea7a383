package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.InfoCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the kernel says of a program: {@code struct bpf_prog_info}.
 *
 * @param id the kernel's number for it
 * @param name the name as the kernel has it, at most 15 bytes
 * @param runTimeNs total run time while statistics were on
 * @param runCount how often it ran while statistics were on
 * @param recursionMisses how often it did not run because it was running on that CPU already (Linux 5.12)
 * @param translatedBytes the size of its instructions after the verifier
 * @param jitedBytes the size of its machine code
 * @param verifiedInstructions instructions that the verifier looked at (Linux 5.16)
 */
public record ProgramInfo(
    int id,
    String name,
    long runTimeNs,
    long runCount,
    long recursionMisses,
    int translatedBytes,
    int jitedBytes,
    int verifiedInstructions) {
  /** {@code struct bpf_prog_info} up to {@code attach_btf_id}; what an older kernel does not fill in stays zero. */
  private static final int SIZE = 232;

  private static final int ID = 4;
  private static final int JITED_LENGTH = 16;
  private static final int TRANSLATED_LENGTH = 20;
  private static final int NAME = 64;
  private static final int NAME_LENGTH = 16;
  private static final int RUN_TIME = 192;
  private static final int RUN_COUNT = 200;
  private static final int RECURSION_MISSES = 208;
  private static final int VERIFIED_INSTRUCTIONS = 216;

  static ProgramInfo of(String program, FileDescriptor descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIZE, Long.BYTES);
      int result = InfoCalls.info(descriptor, info);
      if (result < 0) {
        throw Explanation.here().call("asking about program " + program, List.of(), -result);
      }
      return parse(info);
    }
  }

  /** Reads a {@code struct bpf_prog_info}. */
  static ProgramInfo parse(MemorySegment info) {
    byte[] name = info.asSlice(NAME, NAME_LENGTH).toArray(JAVA_BYTE);
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new ProgramInfo(
        info.get(JAVA_INT, ID),
        new String(name, 0, length, StandardCharsets.US_ASCII),
        info.get(JAVA_LONG, RUN_TIME),
        info.get(JAVA_LONG, RUN_COUNT),
        info.get(JAVA_LONG, RECURSION_MISSES),
        info.get(JAVA_INT, TRANSLATED_LENGTH),
        info.get(JAVA_INT, JITED_LENGTH),
        info.get(JAVA_INT, VERIFIED_INSTRUCTIONS));
  }
}
