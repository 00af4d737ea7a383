package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** An integer that is changed atomically. */
@KernelType("atomic_t")
public final class Atomic {
  public int counter;
}
