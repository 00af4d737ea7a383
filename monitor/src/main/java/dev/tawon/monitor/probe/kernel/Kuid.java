package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A user id in the first user namespace. */
@KernelType("kuid_t")
public final class Kuid {
  public int val;
}
