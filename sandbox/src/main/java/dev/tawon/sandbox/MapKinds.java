package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import org.jspecify.annotations.Nullable;

/** Which kinds of map are simulated, and by what. */
final class MapKinds {
  private MapKinds() {}

  /**
   * A map, or null if its kind is not simulated.
   *
   * @throws IllegalArgumentException if the map makes no sense
   */
  static @Nullable KernelMap make(SimulatedKernel kernel, MapSpec spec) {
    return switch (spec.type()) {
      case HASH -> new HashedMap(kernel, spec, false, false);
      case LRU_HASH -> new HashedMap(kernel, spec, false, true);
      case PERCPU_HASH -> new HashedMap(kernel, spec, true, false);
      case LRU_PERCPU_HASH -> new HashedMap(kernel, spec, true, true);
      case TASK_STORAGE, CGRP_STORAGE, INODE_STORAGE, SK_STORAGE, CGROUP_STORAGE ->
          new HashedMap(kernel, storage(spec), false, false);
      case PERCPU_CGROUP_STORAGE -> new HashedMap(kernel, storage(spec), true, false);
      case ARRAY -> new ArrayMap(kernel, spec, false);
      case PERCPU_ARRAY -> new ArrayMap(kernel, spec, true);
      case LPM_TRIE -> new LpmMap(kernel, spec);
      case QUEUE -> new ListMap(spec, false);
      case STACK -> new ListMap(spec, true);
      case BLOOM_FILTER -> new BloomMap(spec);
      case RINGBUF -> new OutputMap(kernel, spec, true);
      case PERF_EVENT_ARRAY -> new OutputMap(kernel, spec, false);
      case USER_RINGBUF -> new UserRingMap(spec);
      case STACK_TRACE -> new StackMap(kernel, spec);
      case PROG_ARRAY, ARRAY_OF_MAPS, HASH_OF_MAPS, CGROUP_ARRAY -> new ReferenceMap(kernel, spec);
      case DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP -> new RedirectMap(kernel, spec);
      case UNSPEC, SOCKMAP, SOCKHASH, REUSEPORT_SOCKARRAY, STRUCT_OPS, ARENA, INSN_ARRAY -> null;
    };
  }

  /** Storage is keyed by the pointer to what it belongs to, and has no limit. */
  private static MapSpec storage(MapSpec spec) {
    return new MapSpec(
        spec.name(), spec.type(), Long.BYTES, spec.valueSize(), 0, spec.flags(), 0, 0);
  }

  /** What is to be said of a map of a kind that is not simulated. */
  static String notSimulated(MapSpec spec) {
    return "map " + spec.name() + ": maps of kind " + spec.type() + " are not simulated";
  }
}
