package dev.tawon.bpf.random;

import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.FaultSite;
import dev.tawon.compiler.GlobalVariables;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import dev.tawon.sandbox.SimulatedMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A module in the sandbox, by one of its engines. */
final class SandboxSide implements Side {
  private final CompiledModule module;
  private final Engine engine;
  private final SimulatedKernel kernel;
  private final byte[] initial;

  SandboxSide(CompiledModule module, Engine engine) {
    this.module = module;
    this.engine = engine;
    initial = module.variables().initialValue();
    kernel =
        SimulatedKernel.create()
            .createMaps(
                new ElfObject(module.object(), Map.of(), module.innerMaps(), List.of(), List.of()));
  }

  @Override
  public String name() {
    return engine == Engine.JIT ? "compiled in the sandbox" : "interpreted in the sandbox";
  }

  @Override
  public void reset() {
    for (MapSpec spec : module.object().maps()) {
      SimulatedMap map = kernel.map(spec.name()).orElseThrow();
      if (spec.name().equals(GlobalVariables.MAP)) {
        map.put(new byte[4], initial);
      } else if (spec.type() == MapType.HASH) {
        map.keys().forEach(map::remove);
      } else {
        for (int i = 0; i < spec.capacity(); i++) {
          map.put(key(i), new byte[spec.valueSize()]);
        }
      }
    }
  }

  private static byte[] key(int key) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array();
  }

  @Override
  public Program program(String name) {
    ProgramSpec spec = module.object().program(name).orElseThrow();
    Sandbox sandbox = Sandbox.builder(spec).kernel(kernel).engine(engine).build();
    ByteBuffer context = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    return (a, b) -> (int) sandbox.run(context.putLong(0, a).putLong(8, b).array());
  }

  @Override
  public byte[] variables() {
    return kernel.map(GlobalVariables.MAP).flatMap(map -> map.get(new byte[4])).orElse(new byte[0]);
  }

  @Override
  public byte @Nullable [] value(String map, int key) {
    return kernel.map(map).orElseThrow().get(key(key)).orElse(null);
  }

  @Override
  public Map<Integer, Long> faults(String program) {
    Map<Integer, Long> faults = new TreeMap<>();
    SimulatedMap counters = kernel.map(CompiledModule.FAULT_MAP).orElse(null);
    for (int i = 0; counters != null && i < module.faultSites().size(); i++) {
      FaultSite site = module.faultSites().get(i);
      if (site.program().equals(program)) {
        long count =
            ByteBuffer.wrap(counters.get(key(0)).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(i * Long.BYTES);
        if (count != 0) {
          faults.merge(site.line(), count, Long::sum);
        }
      }
    }
    return faults;
  }

  @Override
  public void close() {}
}
