package dev.tawon.bpf;

import dev.tawon.bpf.sys.MapCalls;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some programs of a compiled module in the kernel, with the bytes of its maps. */
public final class RawModule implements AutoCloseable {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final CompiledModule module;
  private final BpfObject object;
  private final Arena mappings = Arena.ofShared();
  private final @Nullable MemorySegment variables;
  private final byte[] initial;
  private final Map<String, MapCalls> calls = new HashMap<>();

  private RawModule(CompiledModule module, BpfObject object) {
    this.module = module;
    this.object = object;
    variables = Variable.map(module, object, mappings);
    initial = module.variables().initialValue();
  }

  /** Loads some of a module's programs. */
  public static RawModule load(CompiledModule module, List<ProgramSpec> programs) {
    ObjectSpec all = module.object();
    BpfObject object =
        BpfObject.load(
            new ObjectSpec(all.name(), all.license(), all.maps(), programs, all.btf()),
            new KernelTypes(),
            module.innerMaps());
    return new RawModule(module, object);
  }

  /** A program. */
  public LoadedProgram program(String name) {
    return object.program(name);
  }

  private MapCalls calls(String map) {
    return calls.computeIfAbsent(
        map,
        name -> {
          LoadedMap loaded = object.map(name);
          int size = loaded.spec().valueSize();
          return new MapCalls(
              loaded.descriptor(),
              loaded.spec().keySize(),
              loaded.isPerCpu() ? (size + 7L) / 8 * 8 * PossibleCpus.count() : size);
        });
  }

  /** What variables hold. */
  public byte[] variables() {
    return variables == null ? new byte[0] : variables.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Gives variables their first values. */
  public void resetVariables() {
    if (variables != null) {
      MemorySegment.copy(initial, 0, variables, ValueLayout.JAVA_BYTE, 0, initial.length);
    }
  }

  /** The bytes under a key, or null. */
  public byte @Nullable [] get(String map, int key) {
    MapCalls access = calls(map);
    access.key().set(INT, 0, key);
    return access.lookup() == 0
        ? access
            .value()
            .asSlice(0, object.map(map).spec().valueSize())
            .toArray(ValueLayout.JAVA_BYTE)
        : null;
  }

  /** Sets the bytes under a key to zeros. */
  public void clear(String map, int key) {
    MapCalls access = calls(map);
    access.key().set(INT, 0, key);
    access.value().fill((byte) 0);
    access.update(0);
  }

  /** Removes a key. */
  public void remove(String map, int key) {
    MapCalls access = calls(map);
    access.key().set(INT, 0, key);
    access.delete();
  }

  /** How often each place of a program failed, on all processors, by its line. */
  public Map<Integer, Long> faults(String program) {
    Map<Integer, Long> faults = new java.util.TreeMap<>();
    for (int site = 0; site < module.faultSites().size(); site++) {
      if (module.faultSites().get(site).program().equals(program)) {
        MapCalls access = calls(CompiledModule.FAULT_MAP);
        access.key().set(INT, 0, 0);
        access.lookup();
        long count = access.value().getAtIndex(ValueLayout.JAVA_LONG, site);
        if (count != 0) {
          faults.merge(module.faultSites().get(site).line(), count, Long::sum);
        }
      }
    }
    return faults;
  }

  @Override
  public void close() {
    object.close();
    mappings.close();
  }
}
