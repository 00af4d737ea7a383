package dev.tawon.lang.map;

/**
 * What {@link KeyedMap#forEach} does with each entry.
 *
 * @param <K> the key
 * @param <V> the value
 */
@FunctionalInterface
public interface EntryBody<K, V> {
  /**
   * One entry.
   *
   * @param key its key
   * @param value its value, which is the one in the map
   */
  void run(K key, V value);
}
