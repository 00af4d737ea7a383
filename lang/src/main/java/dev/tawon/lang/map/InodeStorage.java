package dev.tawon.lang.map;

/**
 * A value for each inode, an {@code inode}, in LSM programs: {@code BPF_MAP_TYPE_INODE_STORAGE}, since Linux 5.10.
 *
 * @param <V> the value
 */
public final class InodeStorage<V> extends OwnedStorage<V> {
  private InodeStorage() {}

  /** Storage without values. */
  public static <V> InodeStorage<V> create() {
    return new InodeStorage<>();
  }
}
