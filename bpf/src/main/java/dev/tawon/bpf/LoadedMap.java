package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.MapCalls;
import dev.tawon.bpf.sys.MemoryCalls;
import dev.tawon.bpf.sys.ResourceCalls;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A map in the kernel. It belongs to the {@link BpfObject} that made it, and is gone when that is closed and no program uses
 * it any more.
 */
public final class LoadedMap {
  private final MapSpec spec;
  private final FileDescriptor descriptor;
  private final Queue<LoadedMap> kept = new ConcurrentLinkedQueue<>();

  private LoadedMap(MapSpec spec, FileDescriptor descriptor) {
    this.spec = spec;
    this.descriptor = descriptor;
  }

  /** The map's description, with the capacity that it was made with. */
  public MapSpec spec() {
    return spec;
  }

  /** The map's name. */
  public String name() {
    return spec.name();
  }

  /** The values of a key: one, or one a possible CPU. */
  boolean isPerCpu() {
    return isPerCpu(spec.type());
  }

  FileDescriptor descriptor() {
    return descriptor;
  }

  /** Closes a map that was put into this one when this one is. */
  void keep(LoadedMap inner) {
    kept.add(inner);
  }

  void close() {
    kept.forEach(LoadedMap::close);
    descriptor.close();
  }

  /**
   * Creates a map.
   *
   * @param spec its description
   * @param btf the object's types in the kernel, or null
   */
  static LoadedMap create(MapSpec spec, @Nullable FileDescriptor btf) {
    return createLike(spec, btf, null);
  }

  /**
   * Creates a map.
   *
   * @param spec its description
   * @param btf the object's types in the kernel, or null
   * @param inner what the maps in a map of maps are like; null for all other kinds
   */
  static LoadedMap create(MapSpec spec, @Nullable FileDescriptor btf, @Nullable MapSpec inner) {
    if (inner == null) {
      return createLike(spec, btf, null);
    }
    // The kernel keeps what the map is like, and not the map.
    LoadedMap like = createLike(inner, btf, null);
    try {
      return createLike(spec, btf, like.descriptor);
    } finally {
      like.close();
    }
  }

  private static LoadedMap createLike(
      MapSpec spec, @Nullable FileDescriptor btf, @Nullable FileDescriptor like) {
    MapSpec fitted = fit(spec);
    MapCalls.Creation plain =
        new MapCalls.Creation(
            fitted.type().number(),
            fitted.keySize(),
            fitted.valueSize(),
            fitted.capacity(),
            fitted.flags(),
            fitted.name(),
            like,
            null,
            0,
            0,
            0);
    int result = -1;
    boolean typed = btf != null && fitted.valueTypeId() != 0 && takesTypes(fitted.type());
    if (typed) {
      MapCalls.Creation creation =
          new MapCalls.Creation(
              plain.type(),
              plain.keySize(),
              plain.valueSize(),
              plain.capacity(),
              plain.flags(),
              plain.name(),
              null,
              btf,
              fitted.keyTypeId(),
              fitted.valueTypeId(),
              0);
      result = create(creation);
    }
    // A kernel that does not understand the types may still take the map; only local storage cannot
    // do without.
    if (result < 0 && !(typed && needsTypes(fitted.type()))) {
      result = create(plain);
    }
    if (result < 0) {
      throw Explanation.here().map(fitted, -result);
    }
    return new LoadedMap(fitted, FileDescriptor.of(result));
  }

  /** Before Linux 5.11 a map counts against the limit on locked memory, and EPERM is what one too large gets. */
  private static int create(MapCalls.Creation creation) {
    int result = MapCalls.create(creation);
    if (result == -Errno.EPERM.number()
        && !KernelRelease.current().isAtLeast(5, 11)
        && ResourceCalls.unlimitLockedMemory() == 0) {
      result = MapCalls.create(creation);
    }
    return result;
  }

  private static MapSpec fit(MapSpec spec) {
    int capacity =
        switch (spec.type()) {
          // The kernel takes powers of two that are whole pages; a page may be 64 KiB.
          case RINGBUF, USER_RINGBUF ->
              Math.max(powerOfTwo(spec.capacity()), MemoryCalls.pageSize());
          case PERF_EVENT_ARRAY -> spec.capacity() == 0 ? PossibleCpus.count() : spec.capacity();
          default -> spec.capacity();
        };
    return new MapSpec(
        spec.name(),
        spec.type(),
        spec.keySize(),
        spec.valueSize(),
        capacity,
        spec.flags(),
        spec.keyTypeId(),
        spec.valueTypeId());
  }

  /** The power of two that is as large or larger; the largest there is for numbers above it. */
  private static int powerOfTwo(int number) {
    return number <= 1 ? 1 : Math.max(Integer.highestOneBit(number - 1) << 1, 1 << 30 & number);
  }

  static boolean isPerCpu(MapType type) {
    return switch (type) {
      case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE -> true;
      default -> false;
    };
  }

  /** Kinds whose values are not of the object's types: {@code map_check_btf} in {@code kernel/bpf/syscall.c}. */
  private static boolean takesTypes(MapType type) {
    return switch (type) {
      case HASH,
          ARRAY,
          PERCPU_HASH,
          PERCPU_ARRAY,
          LRU_HASH,
          LRU_PERCPU_HASH,
          LPM_TRIE,
          CGROUP_STORAGE,
          PERCPU_CGROUP_STORAGE,
          SK_STORAGE,
          INODE_STORAGE,
          TASK_STORAGE,
          CGRP_STORAGE ->
          true;
      default -> false;
    };
  }

  private static boolean needsTypes(MapType type) {
    return switch (type) {
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> true;
      default -> false;
    };
  }
}
