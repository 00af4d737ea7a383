package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The part of a mount that file systems see. */
@KernelType("vfsmount")
public final class VfsMount {
  public Dentry mnt_root;
}
