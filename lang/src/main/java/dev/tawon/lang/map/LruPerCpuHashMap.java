package dev.tawon.lang.map;

/**
 * A hash table with a value of its own for each CPU, that drops an entry not used lately when it is full: {@code BPF_MAP_TYPE_LRU_PERCPU_HASH}, since Linux 4.10.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class LruPerCpuHashMap<K, V> extends KeyedMap<K, V> {
  private LruPerCpuHashMap(int capacity) {
    super(capacity);
  }

  /**
   * A map of its own.
   *
   * @param capacity the most entries it holds
   */
  public static <K, V> LruPerCpuHashMap<K, V> of(int capacity) {
    return new LruPerCpuHashMap<>(capacity);
  }
}
