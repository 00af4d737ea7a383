package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.MapCalls;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.CompiledModule.MapDescription;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.StackTraces;
import dev.tawon.object.MapSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Entries of maps that are neither numbers nor structs. */
final class MapEntries {
  private MapEntries() {}

  /** Puts a program into a program array. */
  static void put(BpfObject object, String name, int index, String program) {
    LoadedMap map = object.map(name);
    MapCalls calls = new MapCalls(map.descriptor(), Integer.BYTES, Integer.BYTES);
    calls.key().set(JAVA_INT, 0, index);
    int result = calls.updateTo(object.program(program).descriptor());
    if (result == -Errno.EINVAL.number()) {
      throw new SystemCallException(
          "putting program " + program + " into map " + name,
          -result,
          "all the programs in it, and those that call it, are of one kind");
    }
    if (result < 0) {
      throw Explanation.here().call("writing to map " + name, List.of(Capability.CAP_BPF), -result);
    }
  }

  /** The user half of a map of maps. */
  @SuppressWarnings("unchecked") // the compiler read I and V from the handle's field
  static <K, I, V> UserMapOfMaps<K, I, V> of(
      CompiledModule module, BpfObject object, MapDescription outer, Class<K> key) {
    MapSpec inner = Objects.requireNonNull(module.innerMaps().get(outer.name()), outer.name());
    MapDescription types = Objects.requireNonNull(outer.inner(), outer.name());
    return new UserMapOfMaps<>(
        object.map(outer.name()), inner, key, (Class<I>) types.key(), (Class<V>) types.value());
  }

  /** The addresses under a number, up to the first that is zero. */
  static long[] stackTrace(LoadedMap map, int id) {
    MapCalls calls =
        new MapCalls(map.descriptor(), Integer.BYTES, (long) StackTraces.DEPTH * Long.BYTES);
    calls.key().set(JAVA_INT, 0, id);
    int result = calls.lookup();
    if (result == -Errno.ENOENT.number()) {
      return new long[0];
    }
    if (result < 0) {
      throw Explanation.here()
          .call("reading from map " + map.name(), List.of(Capability.CAP_BPF), -result);
    }
    long[] addresses = calls.value().toArray(JAVA_LONG);
    int depth = 0;
    while (depth < addresses.length && addresses[depth] != 0) {
      depth++;
    }
    return Arrays.copyOf(addresses, depth);
  }

  /** What the compiler says of a map. */
  static MapDescription description(CompiledModule module, BpfMap handle) {
    MapDescription description = module.maps().get(handle);
    if (description == null) {
      throw new IllegalArgumentException(
          "the map is no static field of the module " + module.object().name());
    }
    return description;
  }
}
