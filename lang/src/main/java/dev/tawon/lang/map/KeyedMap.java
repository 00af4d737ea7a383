package dev.tawon.lang.map;

import org.jspecify.annotations.Nullable;

/**
 * A map from keys to values.
 *
 * <p>Keys and values are {@code Integer}, {@code Long}, {@code Short}, {@code Character}, {@code Byte}, {@code Boolean} or a {@link dev.tawon.lang.Struct} class. A struct got from a map is
 * the one in the map: changing its fields changes the map. A number is what the map had when it was got.
 *
 * @param <K> the key
 * @param <V> the value
 */
public abstract sealed class KeyedMap<K, V> implements BpfMap
    permits HashMap,
        LruHashMap,
        PerCpuHashMap,
        LruPerCpuHashMap,
        LpmTrie,
        Array,
        PerCpuArray,
        DeviceMap,
        CpuMap {
  private final int capacity;

  KeyedMap(int capacity) {
    this.capacity = checked(capacity);
  }

  static int checked(int capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("a map holds at least one entry, not " + capacity);
    }
    return capacity;
  }

  @Override
  public final int capacity() {
    return capacity;
  }

  /**
   * The value of a key, or null: {@code bpf_map_lookup_elem}.
   *
   * @param key the key
   */
  public final @Nullable V get(K key) {
    throw KernelOnlyMap.call();
  }

  /**
   * Sets the value of a key: {@code bpf_map_update_elem} with {@code BPF_ANY}.
   *
   * @param key the key
   * @param value copied into the map
   * @return 0, or a negative errno: {@code E2BIG} when a hash map is full
   */
  public final int put(K key, V value) {
    throw KernelOnlyMap.call();
  }

  /**
   * Sets the value of a key that is not there yet: {@code bpf_map_update_elem} with {@code BPF_NOEXIST}.
   *
   * @param key the key
   * @param value copied into the map
   * @return 0, or a negative errno: {@code EEXIST} when the key is there, as an array's keys are always
   */
  public final int putIfAbsent(K key, V value) {
    throw KernelOnlyMap.call();
  }

  /**
   * Sets the value of a key that is there: {@code bpf_map_update_elem} with {@code BPF_EXIST}.
   *
   * @param key the key
   * @param value copied into the map
   * @return 0, or a negative errno: {@code ENOENT} when the key is not there
   */
  public final int replace(K key, V value) {
    throw KernelOnlyMap.call();
  }

  /**
   * Removes a key: {@code bpf_map_delete_elem}. An array's keys cannot be removed.
   *
   * @param key the key
   * @return 0, or a negative errno: {@code ENOENT} when there is no such key
   */
  public final int remove(K key) {
    throw KernelOnlyMap.call();
  }

  /**
   * Has the kernel call a function with each entry: {@code bpf_for_each_map_elem}, of hashes and arrays, since Linux 5.13.
   * What the function captures is as in {@link dev.tawon.lang.Bpf#loop}.
   *
   * @param body the function
   * @return how many entries it was called with, or a negative errno
   */
  public final int forEach(EntryBody<K, V> body) {
    throw KernelOnlyMap.call();
  }

  /**
   * Has the kernel call a function with each entry, until the function returns false; otherwise like {@link #forEach}.
   *
   * @param body the function
   * @return how many entries it was called with, or a negative errno
   */
  public final int forEachWhile(EntryCondition<K, V> body) {
    throw KernelOnlyMap.call();
  }
}
