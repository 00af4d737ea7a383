package dev.tawon.lang.map;

/**
 * What {@link KeyedMap#forEachWhile} does with each entry.
 *
 * @param <K> the key
 * @param <V> the value
 */
@FunctionalInterface
public interface EntryCondition<K, V> {
  /**
   * One entry.
   *
   * @param key its key
   * @param value its value, which is the one in the map
   * @return whether to go on with the next
   */
  boolean run(K key, V value);
}
