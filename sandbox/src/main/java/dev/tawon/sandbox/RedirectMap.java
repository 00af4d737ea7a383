package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;

/**
 * Where packets can be redirected to: {@code BPF_MAP_TYPE_DEVMAP}, {@code DEVMAP_HASH}, {@code CPUMAP} and {@code XSKMAP}. What
 * is put there need not exist: a packet goes nowhere but into the verdict. Source: {@code kernel/bpf/devmap.c}, {@code
 * cpumap.c} and {@code net/xdp/xskmap.c}.
 */
final class RedirectMap extends SlotMap {
  RedirectMap(SimulatedKernel kernel, MapSpec spec) {
    if (spec.keySize() != 4 || spec.valueSize() < 4) {
      throw new IllegalArgumentException(
          "map %s: a key has 4 bytes, and a value 4 at least, not %d and %d"
              .formatted(spec.name(), spec.keySize(), spec.valueSize()));
    }
    super(kernel, spec, 1, false);
  }

  /** Whether {@code bpf_redirect_map} can send to all of it. */
  boolean mayBroadcast() {
    return spec().type() == MapType.DEVMAP || hashed();
  }

  private boolean hashed() {
    return spec().type() == MapType.DEVMAP_HASH;
  }

  private boolean isPastEnd(byte[] key) {
    int index = (int) Machine.INT.get(key, 0);
    return !hashed() && Integer.compareUnsigned(index, spec().capacity()) >= 0;
  }

  @Override
  int update(byte[] key, byte[] value, long flags) {
    if (Long.compareUnsigned(flags, BPF_EXIST) > 0) {
      return Errno.EINVAL;
    }
    Integer slot = slots.find(new Key(key));
    if (isPastEnd(key) || (slot == null && hashed() && slots.size() >= spec().capacity())) {
      return Errno.E2BIG;
    }
    // An array's places are there, used or not.
    if (flags == BPF_NOEXIST && (slot != null || !hashed())) {
      return Errno.EEXIST;
    }
    slots.set(slot == null ? slots.add(new Key(key.clone())) : slot, value);
    return 0;
  }

  @Override
  int delete(byte[] key) {
    if (isPastEnd(key)) {
      return Errno.EINVAL;
    }
    return slots.remove(new Key(key)) || !hashed() ? 0 : Errno.ENOENT;
  }
}
