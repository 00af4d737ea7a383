package dev.tawon.lang.map;

/**
 * Records to user space by a ring of each CPU's own: {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY}, since Linux 4.3. A {@link RingBuffer}
 * (5.8) is shared by all CPUs, keeps the order and needs no copy.
 *
 * @param <T> the records' class, or the one that they all extend
 */
public final class PerfEventArray<T> implements BpfMap {
  private PerfEventArray() {}

  /** An array with a place for each CPU. */
  public static <T> PerfEventArray<T> create() {
    return new PerfEventArray<>();
  }

  /** 0: as many as there are CPUs, which the loader knows. */
  @Override
  public int capacity() {
    return 0;
  }

  /**
   * Copies a struct into the ring of the CPU that runs the program: {@code bpf_perf_event_output}.
   *
   * @param record the struct, in a map or on the stack
   * @return 0, or a negative errno: {@code ENOENT} when nobody reads that CPU's ring, {@code ENOSPC} when it is full
   */
  public int output(T record) {
    throw KernelOnlyMap.call();
  }
}
