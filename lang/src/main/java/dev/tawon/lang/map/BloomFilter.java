package dev.tawon.lang.map;

/**
 * A set that may take for a member what is none: {@code BPF_MAP_TYPE_BLOOM_FILTER}, since Linux 5.16.
 *
 * @param <V> the values, a {@link dev.tawon.lang.Struct} class, {@code Integer} or {@code Long}
 */
public final class BloomFilter<V> implements BpfMap {
  private final int capacity;

  private BloomFilter(int capacity) {
    this.capacity = KeyedMap.checked(capacity);
  }

  /**
   * An empty set.
   *
   * @param capacity how many values it is made for; with more, it errs more often
   */
  public static <V> BloomFilter<V> of(int capacity) {
    return new BloomFilter<>(capacity);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  /**
   * Adds a value: {@code bpf_map_push_elem}.
   *
   * @return 0, or a negative errno
   */
  public int add(V value) {
    throw KernelOnlyMap.call();
  }

  /** Whether the value may have been added; if not, it was not: {@code bpf_map_peek_elem}. */
  public boolean mayContain(V value) {
    throw KernelOnlyMap.call();
  }
}
