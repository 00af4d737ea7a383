package dev.tawon.monitor;

import dev.tawon.bpf.ObjectIds;
import dev.tawon.testkit.KernelObjects;
import java.util.Map;
import java.util.Set;

/** Lets the test kit see what tests leave in the kernel. */
public final class KernelObjectIds implements KernelObjects {
  @Override
  public Map<String, Set<Integer>> ids() {
    ObjectIds now = ObjectIds.now();
    return Map.of("program", now.programs(), "map", now.maps(), "link", now.links());
  }
}
