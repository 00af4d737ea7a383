package dev.tawon.bpf;

import java.lang.foreign.MemorySegment;

/**
 * Reads and writes instances of a {@link dev.tawon.lang.Struct} class as the kernel half lays them out, in the machine's
 * byte order. Thread-safe.
 *
 * @param <T> the class
 */
public abstract class StructCodec<T> {
  /** One codec a class, for as long as the class is. */
  private static final ClassValue<StructCodec<?>> CODECS =
      new ClassValue<>() {
        @Override
        protected StructCodec<?> computeValue(Class<?> type) {
          return StructCodecGenerator.generate(type);
        }
      };

  /** For generated codecs, and this package's own. */
  protected StructCodec() {}

  /**
   * A codec for a class. Codecs are made once and shared.
   *
   * <p>The class, its fields and its constructor without parameters are public, as are those of the structs within it, and
   * their package is exported or opened to {@code dev.tawon.bpf}.
   *
   * @throws BpfException if the class cannot be accessed, with what to change
   * @throws dev.tawon.compiler.CompilationException if it is not a {@code @Struct} class
   */
  @SuppressWarnings("unchecked") // the generator makes a codec of the class it is asked for
  public static <T> StructCodec<T> of(Class<T> type) {
    return (StructCodec<T>) CODECS.get(type);
  }

  /** Bytes of the struct. */
  public abstract int size();

  /** A new instance with the fields of the struct at an offset. */
  public abstract T read(MemorySegment memory, long offset);

  /**
   * Sets the fields of an instance, reusing its arrays and structs, so that nothing is allocated once it has been read into.
   * An array of another length than {@link dev.tawon.lang.Length} says is replaced.
   */
  public abstract void read(MemorySegment memory, long offset, T into);

  /**
   * Writes an instance's fields, and zeros between them. A struct or array that is null becomes zeros, and a shorter array
   * is followed by zeros.
   *
   * @throws IllegalArgumentException if an array is longer than {@link dev.tawon.lang.Length} says
   */
  public abstract void write(T value, MemorySegment memory, long offset);
}
