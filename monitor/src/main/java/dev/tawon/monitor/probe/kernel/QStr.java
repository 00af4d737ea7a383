package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A name and its length. */
@KernelType("qstr")
public final class QStr {
  public int len;
  public long name;
}
