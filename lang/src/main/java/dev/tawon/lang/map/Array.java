package dev.tawon.lang.map;

/**
 * An array of values, all there from the start: {@code BPF_MAP_TYPE_ARRAY}, since Linux 3.19.
 *
 * @param <V> the value
 */
public final class Array<V> extends KeyedMap<Integer, V> {
  private Array(int length) {
    super(length);
  }

  /**
   * An array of zeroed values.
   *
   * @param length how many
   */
  public static <V> Array<V> of(int length) {
    return new Array<>(length);
  }
}
