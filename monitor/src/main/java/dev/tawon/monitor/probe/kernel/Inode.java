package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A file. */
@KernelType("inode")
public final class Inode {
  public short i_mode;
  public long i_ino;
  public int i_nlink;
  public SuperBlock i_sb;
}
