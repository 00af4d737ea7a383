package dev.tawon.lang.map;

/**
 * A hash table that drops an entry not used lately when it is full: {@code BPF_MAP_TYPE_LRU_HASH}, since Linux 4.10.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class LruHashMap<K, V> extends KeyedMap<K, V> {
  private LruHashMap(int capacity) {
    super(capacity);
  }

  /**
   * A map of its own.
   *
   * @param capacity the most entries it holds
   */
  public static <K, V> LruHashMap<K, V> of(int capacity) {
    return new LruHashMap<>(capacity);
  }
}
