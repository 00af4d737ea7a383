package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Keys and values that are a number. */
abstract sealed class ScalarCodec<T> extends StructCodec<T> {
  /** The codec of {@code Integer}, {@code Long} or a struct. */
  @SuppressWarnings("unchecked") // the class literal fixes T
  static <T> StructCodec<T> orStruct(Class<T> type) {
    if (type == Integer.class) {
      return (StructCodec<T>) new OfInteger();
    }
    if (type == Long.class) {
      return (StructCodec<T>) new OfLong();
    }
    return StructCodec.of(type);
  }

  @Override
  public final void read(MemorySegment memory, long offset, T into) {
    throw new UnsupportedOperationException("a number cannot be read into another");
  }

  private static final class OfInteger extends ScalarCodec<Integer> {
    @Override
    public int size() {
      return Integer.BYTES;
    }

    @Override
    public Integer read(MemorySegment memory, long offset) {
      return memory.get(JAVA_INT_UNALIGNED, offset);
    }

    @Override
    public void write(Integer value, MemorySegment memory, long offset) {
      memory.set(JAVA_INT_UNALIGNED, offset, value);
    }
  }

  private static final class OfLong extends ScalarCodec<Long> {
    @Override
    public int size() {
      return Long.BYTES;
    }

    @Override
    public Long read(MemorySegment memory, long offset) {
      return memory.get(JAVA_LONG_UNALIGNED, offset);
    }

    @Override
    public void write(Long value, MemorySegment memory, long offset) {
      memory.set(JAVA_LONG_UNALIGNED, offset, value);
    }
  }
}
