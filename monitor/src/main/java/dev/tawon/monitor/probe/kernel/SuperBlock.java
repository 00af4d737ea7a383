package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A file system. */
@KernelType("super_block")
public final class SuperBlock {
  public int s_dev;
}
