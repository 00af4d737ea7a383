package dev.tawon.lang.map;

/**
 * A value for each socket, a {@code sock}; in tracing programs since 5.11: {@code BPF_MAP_TYPE_SK_STORAGE}, since Linux 5.2.
 *
 * @param <V> the value
 */
public final class SocketStorage<V> extends OwnedStorage<V> {
  private SocketStorage() {}

  /** Storage without values. */
  public static <V> SocketStorage<V> create() {
    return new SocketStorage<>();
  }
}
