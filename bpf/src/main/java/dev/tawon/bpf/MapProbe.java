package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.MapCalls;
import dev.tawon.bpf.sys.MemoryCalls;
import dev.tawon.bpf.sys.ProgramCalls;
import dev.tawon.object.MapType;
import dev.tawon.object.btf.BtfBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The smallest map of each kind: what each {@code map_alloc_check} and {@code map_alloc} in {@code kernel/bpf} demands.
 */
final class MapProbe {
  private static final int BPF_F_NO_PREALLOC = 1;
  private static final int BPF_F_MMAPABLE = 1 << 10;

  private MapProbe() {}

  /** Creates a map and drops it again: 0, or the errno of the refusal. */
  static int errno(MapType type) {
    return switch (type) {
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> withTypes(type);
      case ARRAY_OF_MAPS, HASH_OF_MAPS -> withInner(type);
      default -> attempt(type, null, null, 0);
    };
  }

  private static int withTypes(MapType type) {
    BtfBuilder types = new BtfBuilder();
    int integer = types.integer("int", Integer.BYTES, true);
    int loaded = ProgramCalls.loadTypes(types.build().toByteArray(), 0).result();
    if (loaded < 0) {
      return -loaded;
    }
    try (FileDescriptor btf = FileDescriptor.of(loaded)) {
      return attempt(type, null, btf, integer);
    }
  }

  private static int withInner(MapType type) {
    int created = MapCalls.create(creation(MapType.ARRAY, null, null, 0));
    if (created < 0) {
      return -created;
    }
    try (FileDescriptor inner = FileDescriptor.of(created)) {
      return attempt(type, inner, null, 0);
    }
  }

  private static int attempt(
      MapType type, @Nullable FileDescriptor inner, @Nullable FileDescriptor btf, int integer) {
    int result = MapCalls.create(creation(type, inner, btf, integer));
    if (result < 0) {
      return -result;
    }
    FileDescriptor.of(result).close();
    return 0;
  }

  private static MapCalls.Creation creation(
      MapType type, @Nullable FileDescriptor inner, @Nullable FileDescriptor btf, int integer) {
    int keySize =
        switch (type) {
          case RINGBUF, USER_RINGBUF, QUEUE, STACK, BLOOM_FILTER, ARENA -> 0;
          // struct bpf_lpm_trie_key: a length and at least a byte.
          case LPM_TRIE -> 8;
          // struct bpf_cgroup_storage_key.
          case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> 16;
          default -> 4;
        };
    int valueSize =
        switch (type) {
          case RINGBUF, USER_RINGBUF, ARENA -> 0;
          case STACK_TRACE, REUSEPORT_SOCKARRAY -> 8;
          // struct bpf_insn_array_value.
          case INSN_ARRAY -> 16;
          default -> 4;
        };
    int capacity =
        switch (type) {
          case RINGBUF, USER_RINGBUF -> MemoryCalls.pageSize();
          case CGROUP_STORAGE,
              PERCPU_CGROUP_STORAGE,
              SK_STORAGE,
              INODE_STORAGE,
              TASK_STORAGE,
              CGRP_STORAGE ->
              0;
          default -> 1;
        };
    int flags =
        switch (type) {
          case LPM_TRIE, SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> BPF_F_NO_PREALLOC;
          case ARENA -> BPF_F_MMAPABLE;
          default -> 0;
        };
    return new MapCalls.Creation(
        type.number(),
        keySize,
        valueSize,
        capacity,
        flags,
        "probe",
        inner,
        btf,
        integer,
        integer,
        // Any type: the kernel says ENOTSUPP of one that is no struct_ops, and EINVAL where there
        // are none.
        type == MapType.STRUCT_OPS ? 1 : 0);
  }
}
