package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * What generated codecs call for bit fields.
 *
 * <p>Public because the codec of a struct that another class loader defines is defined there too; nothing else has a use
 * for it.
 */
public final class StructBits {
  private StructBits() {}

  /**
   * Reads some bits of a number.
   *
   * @param bytes how many the number has: 1, 2, 4 or 8
   * @param shift how many bits of it are below them
   * @param bits how many they are
   * @param signed whether the highest is the sign
   */
  public static long read(
      MemorySegment memory, long offset, int bytes, int shift, int bits, boolean signed) {
    long left = unit(memory, offset, bytes) << Long.SIZE - shift - bits;
    return signed ? left >> Long.SIZE - bits : left >>> Long.SIZE - bits;
  }

  /** Replaces some bits of a number. */
  public static void write(
      MemorySegment memory, long offset, int bytes, int shift, int bits, long value) {
    long mask = -1L >>> Long.SIZE - bits << shift;
    long unit = unit(memory, offset, bytes) & ~mask | value << shift & mask;
    switch (bytes) {
      case Byte.BYTES -> memory.set(JAVA_BYTE, offset, (byte) unit);
      case Short.BYTES -> memory.set(JAVA_SHORT_UNALIGNED, offset, (short) unit);
      case Integer.BYTES -> memory.set(JAVA_INT_UNALIGNED, offset, (int) unit);
      default -> memory.set(JAVA_LONG_UNALIGNED, offset, unit);
    }
  }

  private static long unit(MemorySegment memory, long offset, int bytes) {
    return switch (bytes) {
      case Byte.BYTES -> memory.get(JAVA_BYTE, offset);
      case Short.BYTES -> memory.get(JAVA_SHORT_UNALIGNED, offset);
      case Integer.BYTES -> memory.get(JAVA_INT_UNALIGNED, offset);
      default -> memory.get(JAVA_LONG_UNALIGNED, offset);
    };
  }
}
