package dev.tawon.lang.map;

/**
 * Values that are taken in the order in which they were added: {@code BPF_MAP_TYPE_QUEUE}, since Linux 4.20.
 *
 * @param <V> the values, a {@link dev.tawon.lang.Struct} class
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
   * @param into receives the value
   * @return 0, or a negative errno: {@code ENOENT} when it is empty, and then the value is zeros
   */
  public int pop(V into) {
    throw KernelOnlyMap.call();
  }

  /**
   * Copies the oldest value: {@code bpf_map_peek_elem}.
   *
   * @param into receives the value
   * @return 0, or a negative errno: {@code ENOENT} when it is empty, and then the value is zeros
   */
  public int peek(V into) {
    throw KernelOnlyMap.call();
  }
}
