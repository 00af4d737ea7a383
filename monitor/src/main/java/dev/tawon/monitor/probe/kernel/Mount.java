package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** A mount: {@code fs/mount.h}. */
@KernelType("mount")
public final class Mount {
  public Mount mnt_parent;
  public Dentry mnt_mountpoint;
  @Embedded public VfsMount mnt;
}
