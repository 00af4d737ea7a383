package dev.tawon.lang.map;

import org.jspecify.annotations.Nullable;

/**
 * A value that belongs to an object of the kernel's, and goes with it.
 *
 * <p>The owner is a pointer whose type the verifier knows: a parameter of an LSM, fentry or BTF tracepoint program, or the current
 * task. For user space the key is a file descriptor of the owner.
 *
 * @param <V> the value
 */
public abstract sealed class OwnedStorage<V> implements BpfMap
    permits TaskStorage, InodeStorage, SocketStorage, CgroupStorage {
  OwnedStorage() {}

  /** 0: one for each owner. */
  @Override
  public final int capacity() {
    return 0;
  }

  /**
   * The value of an owner, or null.
   *
   * @param owner a pointer of a {@link dev.tawon.lang.KernelType} class
   */
  public final @Nullable V get(Object owner) {
    throw KernelOnlyMap.call();
  }

  /**
   * The value of an owner, made of zeros if there is none; null if there is no memory.
   *
   * @param owner a pointer of a {@link dev.tawon.lang.KernelType} class
   */
  public final @Nullable V getOrCreate(Object owner) {
    throw KernelOnlyMap.call();
  }

  /**
   * Removes the value of an owner.
   *
   * @param owner a pointer of a {@link dev.tawon.lang.KernelType} class
   * @return 0, or a negative errno: {@code ENOENT} when there is none
   */
  public final int remove(Object owner) {
    throw KernelOnlyMap.call();
  }
}
