package dev.tawon.testkit;

import java.util.Map;
import java.util.Set;

/**
 * What the kernel holds that only {@code bpf(2)} can list. A module of tests provides it as a service, because this one stands
 * below those that make system calls; without one, only what is seen in file systems is looked after.
 */
public interface KernelObjects {
  /** The ids of all objects in the kernel, by kind: {@code program}, {@code map}, {@code link}. */
  Map<String, Set<Integer>> ids();
}
