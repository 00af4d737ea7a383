package dev.tawon.lang.map;

/**
 * A queue of records from user space to programs: {@code BPF_MAP_TYPE_USER_RINGBUF}, since Linux 6.1.
 *
 * {@snippet :
 * public static final UserRingBuffer<Command> COMMANDS = UserRingBuffer.ofBytes(1 << 16);
 * …
 * COMMANDS.drain(command -> BLOCKED.put(command.address, 1));
 * }
 *
 * @param <T> the records' {@link dev.tawon.lang.Struct} class
 */
public final class UserRingBuffer<T> implements BpfMap {
  private final int bytes;

  private UserRingBuffer(int bytes) {
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
  public static <T> UserRingBuffer<T> ofBytes(int bytes) {
    return new UserRingBuffer<>(bytes);
  }

  @Override
  public int capacity() {
    return bytes;
  }

  /**
   * Has the kernel call a function with each record that is there, at most 131,072 ({@code BPF_MAX_USER_RINGBUF_SAMPLES}), and
   * takes them out: {@code bpf_user_ringbuf_drain}. What the function captures is as in {@link dev.tawon.lang.Bpf#loop}. A record
   * that is shorter than {@code T} is taken out, and the function not called.
   *
   * @param body the function
   * @return how many there were, or a negative errno: {@code EBUSY} (-16) when another program drains the ring
   */
  public int drain(RecordBody<T> body) {
    throw KernelOnlyMap.call();
  }

  /**
   * Has the kernel call a function with each record that is there, until the function returns false; otherwise like {@link #drain}.
   *
   * @param body the function
   * @return how many were taken out, or a negative errno
   */
  public int drainWhile(RecordCondition<T> body) {
    throw KernelOnlyMap.call();
  }
}
