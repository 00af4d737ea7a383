package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The cgroups of a task. */
@KernelType("css_set")
public final class CssSet {
  /** The one of the version 2 hierarchy. */
  public Cgroup dfl_cgrp;
}
