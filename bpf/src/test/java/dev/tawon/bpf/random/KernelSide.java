package dev.tawon.bpf.random;

import dev.tawon.bpf.LoadedProgram;
import dev.tawon.bpf.RawModule;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Some programs of a module in this machine's kernel, which runs them by {@code BPF_PROG_TEST_RUN}. */
final class KernelSide implements Side {
  private final CompiledModule module;
  private final RawModule kernel;

  /** The maps that programs may have changed. */
  private final Set<String> dirty = new HashSet<>();

  private final Map<String, Map<Integer, Long>> before = new TreeMap<>();

  KernelSide(CompiledModule module, List<ProgramSpec> programs) {
    this.module = module;
    kernel = RawModule.load(module, programs);
  }

  @Override
  public String name() {
    return "in the kernel";
  }

  @Override
  public void reset() {
    kernel.resetVariables();
    for (MapSpec map : module.object().maps()) {
      if (dirty.remove(map.name())) {
        for (int key = 0; key < Shapes.KEYS; key++) {
          if (map.type() == MapType.HASH) {
            kernel.remove(map.name(), key);
          } else {
            kernel.clear(map.name(), key);
          }
        }
      }
    }
  }

  /** Says that a map has to be reset. */
  void use(String map) {
    dirty.add(map);
  }

  @Override
  public Program program(String name) {
    LoadedProgram program = kernel.program(name);
    before.put(name, kernel.faults(name));
    return (a, b) -> TestRun.ofRawTracepoint(program, a, b);
  }

  @Override
  public byte[] variables() {
    return kernel.variables();
  }

  @Override
  public byte @Nullable [] value(String map, int key) {
    return kernel.get(map, key);
  }

  @Override
  public Map<Integer, Long> faults(String program) {
    Map<Integer, Long> faults = kernel.faults(program);
    before
        .getOrDefault(program, Map.of())
        .forEach((line, count) -> faults.merge(line, -count, Long::sum));
    faults.values().removeIf(count -> count == 0);
    return faults;
  }

  @Override
  public void close() {
    kernel.close();
  }
}
