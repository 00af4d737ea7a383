package dev.tawon.lang.map;

/**
 * A hash table, all of whose entries are allocated when it is made: {@code BPF_MAP_TYPE_HASH}, since Linux 3.19.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class HashMap<K, V> extends KeyedMap<K, V> {
  private HashMap(int capacity) {
    super(capacity);
  }

  /**
   * A map of its own.
   *
   * @param capacity the most entries it holds
   */
  public static <K, V> HashMap<K, V> of(int capacity) {
    return new HashMap<>(capacity);
  }
}
