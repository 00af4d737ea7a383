package dev.tawon.lang.map;

/**
 * A value for each cgroup, a {@code cgroup}: {@code BPF_MAP_TYPE_CGRP_STORAGE}, since Linux 6.2.
 *
 * @param <V> the value
 */
public final class CgroupStorage<V> extends OwnedStorage<V> {
  private CgroupStorage() {}

  /** Storage without values. */
  public static <V> CgroupStorage<V> create() {
    return new CgroupStorage<>();
  }
}
