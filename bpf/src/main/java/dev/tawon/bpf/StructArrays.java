package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What generated codecs call for arrays of primitives. {@code read} returns the array that it was given when that has the
 * right length, and a new one otherwise; {@code write} leaves what is null alone.
 *
 * <p>Public because the codec of a struct that another class loader defines is defined there too; nothing else has a use
 * for it.
 */
public final class StructArrays {
  private StructArrays() {}

  /** Reads {@code count} elements. */
  public static byte[] read(MemorySegment memory, long offset, byte @Nullable [] old, int count) {
    byte[] array = old != null && old.length == count ? old : new byte[count];
    MemorySegment.copy(memory, JAVA_BYTE, offset, array, 0, count);
    return array;
  }

  /** Reads {@code count} elements. */
  public static short[] read(MemorySegment memory, long offset, short @Nullable [] old, int count) {
    short[] array = old != null && old.length == count ? old : new short[count];
    MemorySegment.copy(memory, JAVA_SHORT_UNALIGNED, offset, array, 0, count);
    return array;
  }

  /** Reads {@code count} elements. */
  public static char[] read(MemorySegment memory, long offset, char @Nullable [] old, int count) {
    char[] array = old != null && old.length == count ? old : new char[count];
    MemorySegment.copy(memory, JAVA_CHAR_UNALIGNED, offset, array, 0, count);
    return array;
  }

  /** Reads {@code count} elements. */
  public static int[] read(MemorySegment memory, long offset, int @Nullable [] old, int count) {
    int[] array = old != null && old.length == count ? old : new int[count];
    MemorySegment.copy(memory, JAVA_INT_UNALIGNED, offset, array, 0, count);
    return array;
  }

  /** Reads {@code count} elements. */
  public static long[] read(MemorySegment memory, long offset, long @Nullable [] old, int count) {
    long[] array = old != null && old.length == count ? old : new long[count];
    MemorySegment.copy(memory, JAVA_LONG_UNALIGNED, offset, array, 0, count);
    return array;
  }

  /** Reads {@code count} elements. */
  public static boolean[] read(
      MemorySegment memory, long offset, boolean @Nullable [] old, int count) {
    boolean[] array = old != null && old.length == count ? old : new boolean[count];
    for (int i = 0; i < count; i++) {
      array[i] = memory.get(JAVA_BOOLEAN, offset + i);
    }
    return array;
  }

  /** Writes the elements that there are, or throws {@link IllegalArgumentException} if they are over {@code count}. */
  public static void write(byte @Nullable [] array, MemorySegment memory, long offset, int count) {
    if (array != null) {
      copy(array, array.length, JAVA_BYTE, memory, offset, count);
    }
  }

  /** Writes the elements that there are, or throws {@link IllegalArgumentException} if they are over {@code count}. */
  public static void write(short @Nullable [] array, MemorySegment memory, long offset, int count) {
    if (array != null) {
      copy(array, array.length, JAVA_SHORT_UNALIGNED, memory, offset, count);
    }
  }

  /** Writes the elements that there are, or throws {@link IllegalArgumentException} if they are over {@code count}. */
  public static void write(char @Nullable [] array, MemorySegment memory, long offset, int count) {
    if (array != null) {
      copy(array, array.length, JAVA_CHAR_UNALIGNED, memory, offset, count);
    }
  }

  /** Writes the elements that there are, or throws {@link IllegalArgumentException} if they are over {@code count}. */
  public static void write(int @Nullable [] array, MemorySegment memory, long offset, int count) {
    if (array != null) {
      copy(array, array.length, JAVA_INT_UNALIGNED, memory, offset, count);
    }
  }

  /** Writes the elements that there are, or throws {@link IllegalArgumentException} if they are over {@code count}. */
  public static void write(long @Nullable [] array, MemorySegment memory, long offset, int count) {
    if (array != null) {
      copy(array, array.length, JAVA_LONG_UNALIGNED, memory, offset, count);
    }
  }

  /** Writes the elements that there are, or throws {@link IllegalArgumentException} if they are over {@code count}. */
  public static void write(
      boolean @Nullable [] array, MemorySegment memory, long offset, int count) {
    if (array != null) {
      requireRoom(array.length, count);
      for (int i = 0; i < array.length; i++) {
        memory.set(JAVA_BOOLEAN, offset + i, array[i]);
      }
    }
  }

  private static void copy(
      Object array, int length, ValueLayout layout, MemorySegment memory, long offset, int count) {
    requireRoom(length, count);
    MemorySegment.copy(array, 0, memory, layout, offset, length);
  }

  /** Throws if an array has more elements than its field holds. */
  public static void requireRoom(int length, int count) {
    if (length > count) {
      throw new IllegalArgumentException(
          "an array of " + length + " elements does not fit a field of @Length(" + count + ")");
    }
  }

  /** Zeros a struct, the gaps between its fields included. */
  public static void clear(MemorySegment memory, long offset, long bytes) {
    memory.asSlice(offset, bytes).fill((byte) 0);
  }
}
