package dev.tawon.bpf;

/**
 * The user half of a Bloom filter. Thread-safe.
 *
 * @param <V> the values
 */
public final class UserFilter<V> {
  private final UserQueue<V> values;

  UserFilter(UserQueue<V> values) {
    this.values = values;
  }

  /**
   * Adds a value.
   *
   * @throws SystemCallException if the kernel refuses
   */
  public void add(V value) {
    values.push(value);
  }

  /** Whether the value may have been added; if not, it was not. */
  public boolean mayContain(V value) {
    return values.mayContain(value);
  }
}
