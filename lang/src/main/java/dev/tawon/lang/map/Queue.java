package dev.tawon.lang.map;

import org.jspecify.annotations.Nullable;

/**
 * Values that are taken in the order in which they were added: {@code BPF_MAP_TYPE_QUEUE}, since Linux 4.20.
 *
 * @param <V> the values, a {@link dev.tawon.lang.Struct} class, {@code Long} and the like, or an enum
 */
public final class Queue<V> implements BpfMap {
  private final int capacity;

  private Queue(int capacity) {
    this.capacity = KeyedMap.checked(capacity);
  }

  /**
   * An empty one.
   *
   * @param capacity the most values it holds
   */
  public static <V> Queue<V> of(int capacity) {
    return new Queue<>(capacity);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  /**
   * Adds a value: {@code bpf_map_push_elem}.
   *
   * @param value copied into the map
   * @return 0, or a negative errno: {@code E2BIG} when it is full
   */
  public int push(V value) {
    throw KernelOnlyMap.call();
  }

  /**
   * Takes the oldest value: {@code bpf_map_pop_elem}.
   *
   * @param into a struct that receives the value
   * @return 0, or a negative errno: {@code ENOENT} when it is empty, and then the value is zeros
   */
  public int pop(V into) {
    throw KernelOnlyMap.call();
  }

  /**
   * Takes the oldest value, a number or an enum's constant: {@code bpf_map_pop_elem}.
   *
   * @return the value, or null when it is empty
   */
  public @Nullable V pop() {
    throw KernelOnlyMap.call();
  }

  /**
   * Copies the oldest value: {@code bpf_map_peek_elem}.
   *
   * @param into a struct that receives the value
   * @return 0, or a negative errno: {@code ENOENT} when it is empty, and then the value is zeros
   */
  public int peek(V into) {
    throw KernelOnlyMap.call();
  }

  /**
   * The oldest value, a number or an enum's constant, which stays: {@code bpf_map_peek_elem}.
   *
   * @return the value, or null when it is empty
   */
  public @Nullable V peek() {
    throw KernelOnlyMap.call();
  }
}
