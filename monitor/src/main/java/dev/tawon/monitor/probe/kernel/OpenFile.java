package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** An open file. */
@KernelType("file")
public final class OpenFile {
  @Embedded public Path f_path;
  public Inode f_inode;
  public int f_flags;

  /** For a socket, its {@link Socket}. */
  public long private_data;
}
