package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Maps whose values are other things of the kernel: {@code BPF_MAP_TYPE_PROG_ARRAY}, {@code ARRAY_OF_MAPS}, {@code
 * HASH_OF_MAPS} and {@code CGROUP_ARRAY}. Programs only read them.
 */
final class ReferenceMap extends KernelMap {
  private final SimulatedKernel kernel;
  private final LinkedHashMap<Key, Object> entries = new LinkedHashMap<>();

  ReferenceMap(SimulatedKernel kernel, MapSpec spec) {
    super(spec);
    this.kernel = kernel;
  }

  void set(byte[] key, Object target) {
    entries.put(new Key(key.clone()), target);
  }

  /** The program at an index, if there is one. */
  @Nullable Sandbox program(int index) {
    byte[] key = new byte[4];
    Machine.INT.set(key, 0, index);
    Object found = entries.get(new Key(key));
    if (found instanceof Supplier<?> notMadeYet) {
      found = notMadeYet.get();
      entries.put(new Key(key), found);
    }
    return found instanceof Sandbox program ? program : null;
  }

  /** The cgroup at an index, or null. */
  @Nullable Long cgroup(int index) {
    byte[] key = new byte[4];
    Machine.INT.set(key, 0, index);
    return entries.get(new Key(key)) instanceof Long cgroup ? cgroup : null;
  }

  @Override
  long lookup(byte[] key) {
    return entries.get(new Key(key)) instanceof KernelMap map ? kernel.addressOf(map) : 0;
  }

  @Override
  int delete(byte[] key) {
    return entries.remove(new Key(key)) == null ? Errno.ENOENT : 0;
  }

  @Override
  public List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    entries.keySet().forEach(key -> keys.add(key.bytes().clone()));
    return keys;
  }
}
