package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A group id in the first user namespace. */
@KernelType("kgid_t")
public final class Kgid {
  public int val;
}
