package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code BPF_MAP_TYPE_HASH}, {@code LRU_HASH}, their per-CPU kinds, and storage by task or cgroup. An LRU map that is full
 * gives up the key that was not used for the longest time; the kernel promises no more than that one of the older
 * ones goes. Source: {@code kernel/bpf/hashtab.c}.
 */
final class HashedMap extends KernelMap {
  private final SimulatedKernel kernel;
  private final Values values;
  private final boolean perCpu;
  private final boolean evicting;
  private final LinkedHashMap<Key, Integer> slots;
  private final Deque<Integer> free = new ArrayDeque<>();
  private int used;

  HashedMap(SimulatedKernel kernel, MapSpec spec, boolean perCpu, boolean evicting) {
    super(spec);
    this.kernel = kernel;
    this.perCpu = perCpu;
    this.evicting = evicting;
    this.slots = new LinkedHashMap<>(16, 0.75f, evicting);
    this.values = new Values(kernel, spec, 1);
  }

  @Override
  long lookup(byte[] key) {
    Integer slot = slots.get(new Key(key));
    return slot == null ? 0 : values.address(slot + (perCpu ? kernel.cpu() : 0));
  }

  @Override
  int update(byte[] key, byte[] value, long flags) {
    if (flags < 0 || flags > BPF_EXIST) {
      return Errno.EINVAL;
    }
    Integer slot = slots.get(new Key(key));
    if (slot != null && flags == BPF_NOEXIST) {
      return Errno.EEXIST;
    }
    if (slot == null) {
      if (flags == BPF_EXIST) {
        return Errno.ENOENT;
      }
      if (spec().capacity() > 0 && slots.size() >= spec().capacity()) {
        if (!evicting) {
          return Errno.E2BIG;
        }
        Map.Entry<Key, Integer> oldest = slots.firstEntry();
        slots.remove(oldest.getKey());
        free.push(oldest.getValue());
      }
      slot = take();
      slots.put(new Key(key.clone()), slot);
    }
    values.set(slot + (perCpu ? kernel.cpu() : 0), value);
    return 0;
  }

  /** A place for a value, or for one of each CPU: all zero. */
  private int take() {
    int cpus = perCpu ? kernel.cpus() : 1;
    Integer slot = free.poll();
    if (slot == null) {
      slot = used;
      used += cpus;
      values.ensure(used - 1);
    }
    for (int i = 0; i < cpus; i++) {
      values.set(slot + i, new byte[spec().valueSize()]);
    }
    return slot;
  }

  @Override
  int delete(byte[] key) {
    Integer slot = slots.remove(new Key(key));
    if (slot == null) {
      return Errno.ENOENT;
    }
    free.push(slot);
    return 0;
  }

  @Override
  byte[] valueAt(long address) {
    return values.get(address);
  }

  @Override
  public List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    slots.keySet().forEach(key -> keys.add(key.bytes().clone()));
    return keys;
  }
}
