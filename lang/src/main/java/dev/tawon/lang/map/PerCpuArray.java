package dev.tawon.lang.map;

/**
 * An array with a value of its own for each CPU: {@code BPF_MAP_TYPE_PERCPU_ARRAY}, since Linux 4.6.
 *
 * @param <V> the value
 */
public final class PerCpuArray<V> extends KeyedMap<Integer, V> {
  private PerCpuArray(int length) {
    super(length);
  }

  /**
   * An array of zeroed values.
   *
   * @param length how many
   */
  public static <V> PerCpuArray<V> of(int length) {
    return new PerCpuArray<>(length);
  }
}
