package dev.tawon.lang.map;

import org.jspecify.annotations.Nullable;

/**
 * A hash table of maps: {@code BPF_MAP_TYPE_HASH_OF_MAPS}, since Linux 4.12. User space puts the maps there, by {@code Bpf.maps}.
 *
 * @param <K> the key
 * @param <M> the maps, {@link Array}, {@link HashMap} and the like with their type arguments
 */
public final class HashOfMaps<K, M extends KeyedMap<?, ?>> implements MapOfMaps {
  private final int capacity;
  private final M inner;

  private HashOfMaps(int capacity, M inner) {
    this.capacity = KeyedMap.checked(capacity);
    this.inner = inner;
  }

  /**
   * One without maps.
   *
   * @param capacity how many maps it holds
   * @param inner a map of the kind and size that all of them have, made for this alone
   */
  public static <K, M extends KeyedMap<?, ?>> HashOfMaps<K, M> of(int capacity, M inner) {
    return new HashOfMaps<>(capacity, inner);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public KeyedMap<?, ?> inner() {
    return inner;
  }

  /** The map of a key, or null: {@code bpf_map_lookup_elem}. */
  public @Nullable M get(K key) {
    throw KernelOnlyMap.call();
  }
}
