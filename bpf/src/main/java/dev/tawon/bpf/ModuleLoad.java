package dev.tawon.bpf;

import dev.tawon.bpf.sys.Linking;
import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.LogFormats;
import dev.tawon.compiler.Target;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.btf.BtfKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way of a module into the kernel: it is compiled for the one that runs, its maps are made as large as the loader says, and
 * programs are put into their arrays.
 *
 * @param configuration values of {@link dev.tawon.lang.Configurable} fields by name
 * @param capacities of maps, where they are not those of the class
 * @param omitted programs that are left out, by name
 * @param logLevel the least level that is compiled
 * @param logBytes the size of the ring for lines, 0 for the compiler's
 */
record ModuleLoad(
    Map<String, Object> configuration,
    Map<BpfMap, Integer> capacities,
    Set<String> omitted,
    LogLevel logLevel,
    int logBytes) {

  Bpf load(Class<?> type) {
    Linking.begin();
    KernelTypes kernel = new KernelTypes();
    boolean readOnlyCast = kernel.find(BtfKind.FUNC, "bpf_rdonly_cast").isPresent();
    CompilerOptions options =
        new CompilerOptions(configuration, readOnlyCast, target(), omitted, logLevel);
    CompiledModule compiled = Compiler.compile(type, options.forLoadingAtOnce());
    try {
      return load(compiled, kernel);
    } catch (VerifierException e) {
      // If it was a loop, the compiler says so on its line, or compiles the program so that the
      // verifier comes to its end.
      CompiledModule other = compile(type, options, e);
      if (other.object().programs().equals(compiled.object().programs())) {
        throw e;
      }
      return load(other, kernel);
    }
  }

  private static CompiledModule compile(
      Class<?> type, CompilerOptions options, VerifierException why) {
    try {
      return Compiler.compile(type, options);
    } catch (CompilationException e) {
      e.addSuppressed(why);
      throw e;
    }
  }

  private Bpf load(CompiledModule compiled, KernelTypes kernel) {
    ObjectSpec adjusted = adjust(compiled);
    BpfObject object = BpfObject.load(adjusted, kernel, compiled.innerMaps());
    try {
      compiled
          .entries()
          .forEach(entry -> MapEntries.put(object, entry.map(), entry.index(), entry.program()));
      return new Bpf(compiled.withObject(adjusted), object);
    } catch (Throwable e) {
      object.close();
      throw e;
    }
  }

  /** This kernel, or the oldest that is supported: what an older one lacks it says itself. */
  private static Target target() {
    KernelRelease release = KernelRelease.current();
    return release.isAtLeast(Target.OLDEST.major(), Target.OLDEST.minor())
        ? Target.of(release.major(), release.minor())
        : Target.OLDEST;
  }

  private ObjectSpec adjust(CompiledModule compiled) {
    ObjectSpec object = compiled.object();
    Map<String, Integer> named = new HashMap<>();
    capacities.forEach(
        (map, capacity) -> named.put(MapEntries.description(compiled, map).name(), capacity));
    if (logBytes > 0) {
      named.put(LogFormats.MAP, logBytes);
    }
    List<MapSpec> maps = new ArrayList<>();
    for (MapSpec map : object.maps()) {
      maps.add(resize(map, named.getOrDefault(map.name(), map.capacity())));
    }
    return new ObjectSpec(object.name(), object.license(), maps, object.programs(), object.btf());
  }

  private static MapSpec resize(MapSpec map, int capacity) {
    return new MapSpec(
        map.name(),
        map.type(),
        map.keySize(),
        map.valueSize(),
        capacity,
        map.flags(),
        map.keyTypeId(),
        map.valueTypeId());
  }
}
