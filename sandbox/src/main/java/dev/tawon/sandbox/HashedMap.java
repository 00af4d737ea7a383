package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;

/**
 * {@code BPF_MAP_TYPE_HASH}, {@code LRU_HASH}, their per-CPU kinds, and storage by task, cgroup, inode or socket. An LRU map
 * that is full gives up the key that was not used for the longest time; the kernel promises no more than that one of
 * the older ones goes. Source: {@code kernel/bpf/hashtab.c}.
 */
final class HashedMap extends SlotMap {
  private final SimulatedKernel kernel;
  private final boolean perCpu;
  private final boolean evicting;

  HashedMap(SimulatedKernel kernel, MapSpec spec, boolean perCpu, boolean evicting) {
    super(kernel, spec, perCpu ? kernel.cpus() : 1, evicting);
    this.kernel = kernel;
    this.perCpu = perCpu;
    this.evicting = evicting;
  }

  private int ofCpu(int slot) {
    return slot + (perCpu ? kernel.cpu() : 0);
  }

  @Override
  long lookup(byte[] key) {
    Integer slot = slots.find(new Key(key));
    return slot == null ? 0 : slots.address(ofCpu(slot));
  }

  @Override
  int update(byte[] key, byte[] value, long flags) {
    if (flags < 0 || (flags & ~BPF_F_LOCK) > BPF_EXIST) {
      return Errno.EINVAL;
    }
    Integer slot = slots.find(new Key(key));
    if (slot != null && (flags & BPF_NOEXIST) != 0) {
      return Errno.EEXIST;
    }
    if (slot == null) {
      if ((flags & BPF_EXIST) != 0) {
        return Errno.ENOENT;
      }
      if (spec().capacity() > 0 && slots.size() >= spec().capacity()) {
        if (!evicting) {
          return Errno.E2BIG;
        }
        slots.removeFirst();
      }
      slot = slots.add(new Key(key.clone()));
    }
    slots.set(ofCpu(slot), value);
    return 0;
  }
}
