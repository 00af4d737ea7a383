package dev.tawon.lang.map;

import org.jspecify.annotations.Nullable;

/**
 * A queue of records to user space, shared by all CPUs: {@code BPF_MAP_TYPE_RINGBUF}, since Linux 5.8.
 *
 * <p>Records of different classes may share a ring when they extend {@code T}. No submission wakes the consumer, who
 * looks at the ring by a timer: see {@code Documentation/bpf/ringbuf.rst}.
 *
 * @param <T> the records' class, or the one that they all extend
 */
public final class RingBuffer<T> implements BpfMap {
  private final int bytes;

  private RingBuffer(int bytes) {
    if (bytes < 4096 || Integer.bitCount(bytes) != 1) {
      throw new IllegalArgumentException(
          "a ring buffer's size is a power of two and at least 4096, not " + bytes);
    }
    this.bytes = bytes;
  }

  /**
   * A ring buffer.
   *
   * @param bytes its size, a power of two and a multiple of the page size
   */
  public static <T> RingBuffer<T> ofBytes(int bytes) {
    return new RingBuffer<>(bytes);
  }

  @Override
  public int capacity() {
    return bytes;
  }

  /**
   * Reserves a record, or null when the ring is full: {@code bpf_ringbuf_reserve}. Each record reserved is submitted or
   * discarded on every path. Its bytes are not zeroed.
   *
   * @param type the record's class, a class constant
   */
  public <R extends T> @Nullable R reserve(Class<R> type) {
    throw KernelOnlyMap.call();
  }

  /**
   * Reserves a record of the class that the ring is declared with, or null when the ring is full; otherwise like {@link
   * #reserve(Class)}.
   */
  public @Nullable T reserve() {
    throw KernelOnlyMap.call();
  }

  /**
   * Hands a reserved record to user space: {@code bpf_ringbuf_submit} with {@code BPF_RB_NO_WAKEUP}.
   *
   * @param record the record
   */
  public void submit(T record) {
    throw KernelOnlyMap.call();
  }

  /**
   * Gives a reserved record back: {@code bpf_ringbuf_discard}.
   *
   * @param record the record
   */
  public void discard(T record) {
    throw KernelOnlyMap.call();
  }

  /**
   * Copies the first bytes of a struct into the ring: {@code bpf_ringbuf_output} with {@code BPF_RB_NO_WAKEUP}.
   *
   * @param record the struct, in a map or on the stack
   * @param size how many bytes; more than the struct has is a fault
   * @return 0, or a negative errno: {@code EAGAIN} when the ring is full
   */
  public int output(T record, int size) {
    throw KernelOnlyMap.call();
  }

  /**
   * Copies a struct into the ring: {@code bpf_ringbuf_output} with {@code BPF_RB_NO_WAKEUP}. One that is made for this alone, such
   * as {@code new Point(x, y)}, is built in the ring, and nothing is copied.
   *
   * @param record the struct, in a map or on the stack
   * @return 0, or a negative errno: {@code EAGAIN} when the ring is full
   */
  public int output(T record) {
    throw KernelOnlyMap.call();
  }
}
