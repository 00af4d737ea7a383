package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The table from descriptors to open files. */
@KernelType("fdtable")
public final class FdTable {
  public int max_fds;

  /** The address of the first of the pointers. */
  public long fd;
}
