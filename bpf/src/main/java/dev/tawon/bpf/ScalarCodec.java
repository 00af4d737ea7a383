package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** Keys and values that are a number, or a constant of an enum. */
final class ScalarCodec<T> extends StructCodec<T> {
  private final int size;
  private final Reader<T> reader;
  private final Writer<T> writer;

  private interface Reader<T> {
    T read(MemorySegment memory, long offset);
  }

  private interface Writer<T> {
    void write(MemorySegment memory, long offset, T value);
  }

  private ScalarCodec(int size, Reader<T> reader, Writer<T> writer) {
    this.size = size;
    this.reader = reader;
    this.writer = writer;
  }

  /** The codec of {@code Integer} and the like, of an enum, or of a struct. */
  @SuppressWarnings("unchecked") // the class literal fixes T
  static <T> StructCodec<T> orStruct(Class<T> type) {
    return (StructCodec<T>)
        switch (type.getName()) {
          case "java.lang.Integer" ->
              new ScalarCodec<Integer>(
                  Integer.BYTES,
                  (memory, offset) -> memory.get(JAVA_INT_UNALIGNED, offset),
                  (memory, offset, value) -> memory.set(JAVA_INT_UNALIGNED, offset, value));
          case "java.lang.Long" ->
              new ScalarCodec<Long>(
                  Long.BYTES,
                  (memory, offset) -> memory.get(JAVA_LONG_UNALIGNED, offset),
                  (memory, offset, value) -> memory.set(JAVA_LONG_UNALIGNED, offset, value));
          case "java.lang.Short" ->
              new ScalarCodec<Short>(
                  Short.BYTES,
                  (memory, offset) -> memory.get(JAVA_SHORT_UNALIGNED, offset),
                  (memory, offset, value) -> memory.set(JAVA_SHORT_UNALIGNED, offset, value));
          case "java.lang.Character" ->
              new ScalarCodec<Character>(
                  Character.BYTES,
                  (memory, offset) -> memory.get(JAVA_CHAR_UNALIGNED, offset),
                  (memory, offset, value) -> memory.set(JAVA_CHAR_UNALIGNED, offset, value));
          case "java.lang.Byte" ->
              new ScalarCodec<Byte>(
                  Byte.BYTES,
                  (memory, offset) -> memory.get(JAVA_BYTE, offset),
                  (memory, offset, value) -> memory.set(JAVA_BYTE, offset, value));
          case "java.lang.Boolean" ->
              new ScalarCodec<Boolean>(
                  Byte.BYTES,
                  (memory, offset) -> memory.get(JAVA_BYTE, offset) != 0,
                  (memory, offset, value) -> memory.set(JAVA_BYTE, offset, (byte) (value ? 1 : 0)));
          default -> type.isEnum() ? ofEnum(type) : StructCodec.of(type);
        };
  }

  /** Constants of an enum are their ordinals. */
  private static <T> StructCodec<T> ofEnum(Class<T> type) {
    return new ScalarCodec<>(
        Integer.BYTES,
        (memory, offset) ->
            type.cast(StructEnums.constant(type, memory.get(JAVA_INT_UNALIGNED, offset))),
        (memory, offset, value) ->
            memory.set(JAVA_INT_UNALIGNED, offset, StructEnums.ordinal((Enum<?>) value)));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public T read(MemorySegment memory, long offset) {
    return reader.read(memory, offset);
  }

  @Override
  public void read(MemorySegment memory, long offset, T into) {
    throw new UnsupportedOperationException("a number cannot be read into another");
  }

  @Override
  public void write(T value, MemorySegment memory, long offset) {
    writer.write(memory, offset, value);
  }
}
