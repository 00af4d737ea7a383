package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;

/** A cgroup. */
@KernelType("cgroup")
public final class Cgroup {
  /** How many cgroups are above it. */
  public int level;

  /** The ids of those above it, from the root, and its own; before Linux 5.19. */
  @Length(0)
  public long[] ancestor_ids;
}
