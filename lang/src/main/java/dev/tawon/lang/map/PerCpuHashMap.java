package dev.tawon.lang.map;

/**
 * A hash table with a value of its own for each CPU: {@code BPF_MAP_TYPE_PERCPU_HASH}, since Linux 4.6.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class PerCpuHashMap<K, V> extends KeyedMap<K, V> {
  private PerCpuHashMap(int capacity) {
    super(capacity);
  }

  /**
   * A map of its own.
   *
   * @param capacity the most entries it holds
   */
  public static <K, V> PerCpuHashMap<K, V> of(int capacity) {
    return new PerCpuHashMap<>(capacity);
  }
}
