package dev.tawon.bpf;

import dev.tawon.bpf.sys.MemoryCalls;
import dev.tawon.compiler.CompiledModule;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Reads the counters of a module's faults from the map in which its programs count them. */
final class FaultCounters {
  private FaultCounters() {}

  static List<Fault> read(CompiledModule module, BpfObject object) {
    int sites = module.faultSites().size();
    if (sites == 0) {
      return List.of();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemoryCalls.Mapping mapping =
          MemoryCalls.map(
              object.map(CompiledModule.FAULT_MAP).descriptor(),
              0,
              (long) sites * Long.BYTES,
              false,
              arena);
      if (mapping.error() != 0) {
        throw Explanation.here()
            .call(
                "mapping the fault counters of " + module.object().name(),
                List.of(Capability.CAP_BPF),
                -mapping.error());
      }
      List<Fault> faults = new ArrayList<>();
      for (int site = 0; site < sites; site++) {
        long count = mapping.memory().getAtIndex(ValueLayout.JAVA_LONG, site);
        if (count != 0) {
          faults.add(new Fault(module.faultSites().get(site), count));
        }
      }
      return faults;
    }
  }
}
