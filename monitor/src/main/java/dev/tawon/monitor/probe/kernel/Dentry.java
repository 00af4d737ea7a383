package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** A name in a directory. */
@KernelType("dentry")
public final class Dentry {
  public Dentry d_parent;
  @Embedded public QStr d_name;
  public Inode d_inode;
}
