package dev.tawon.lang.map;

import org.jspecify.annotations.Nullable;

/**
 * An array of maps: {@code BPF_MAP_TYPE_ARRAY_OF_MAPS}, since Linux 4.12. User space puts the maps there, by {@code Bpf.maps}.
 *
 * @param <M> the maps, {@link Array}, {@link HashMap} and the like with their type arguments
 */
public final class ArrayOfMaps<M extends KeyedMap<?, ?>> implements MapOfMaps {
  private final int capacity;
  private final M inner;

  private ArrayOfMaps(int capacity, M inner) {
    this.capacity = KeyedMap.checked(capacity);
    this.inner = inner;
  }

  /**
   * One without maps.
   *
   * @param capacity how many maps it holds
   * @param inner a map of the kind and size that all of them have, made for this alone
   */
  public static <M extends KeyedMap<?, ?>> ArrayOfMaps<M> of(int capacity, M inner) {
    return new ArrayOfMaps<>(capacity, inner);
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
  public @Nullable M get(Integer key) {
    throw KernelOnlyMap.call();
  }
}
