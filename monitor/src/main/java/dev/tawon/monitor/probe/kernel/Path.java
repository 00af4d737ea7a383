package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A place in the file tree: a name, and the mount it is seen through. */
@KernelType("path")
public final class Path {
  public VfsMount mnt;
  public Dentry dentry;
}
