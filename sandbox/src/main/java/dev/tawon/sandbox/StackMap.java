package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.Arrays;

/**
 * {@code BPF_MAP_TYPE_STACK_TRACE}: stacks by a number that is made of them. Programs only add to it. Source: {@code
 * kernel/bpf/stackmap.c}.
 */
final class StackMap extends SlotMap {
  private static final int FAST_COMPARE = 1 << 9;
  private static final int REUSE = 1 << 10;

  StackMap(SimulatedKernel kernel, MapSpec declared) {
    MapSpec spec = sized(declared);
    if (spec.keySize() != 4 || spec.valueSize() < 8 || spec.valueSize() % 8 != 0) {
      throw new IllegalArgumentException(
          "map %s: a key has 4 bytes, and a value 8 for each address, not %d and %d"
              .formatted(spec.name(), spec.keySize(), spec.valueSize()));
    }
    super(kernel, spec, 1, false);
  }

  /** Tools set the depth when they load the map: {@code PERF_MAX_STACK_DEPTH} if nothing is declared. */
  private static MapSpec sized(MapSpec spec) {
    return spec.valueSize() != 0
        ? spec
        : new MapSpec(
            spec.name(), spec.type(), spec.keySize(), 127 * 8, spec.capacity(), spec.flags(), 0, 0);
  }

  /** {@code bpf_get_stackid}: the number of a stack, innermost address first. */
  long add(long[] stack, long flags) {
    int skipped = (int) flags & 0xff; // BPF_F_SKIP_FIELD_MASK
    if (stack.length <= skipped) {
      return Errno.EFAULT;
    }
    int depth = Math.min(stack.length - skipped, spec().valueSize() / 8);
    byte[] value = new byte[spec().valueSize()];
    for (int i = 0; i < depth; i++) {
      Machine.LONG.set(value, 8 * i, stack[skipped + i]);
    }
    int hash = Arrays.hashCode(value);
    int id = Integer.remainderUnsigned(hash * 0x61c8_8647, Math.max(1, spec().capacity()));
    byte[] key = new byte[4];
    Machine.INT.set(key, 0, id);
    Integer slot = slots.find(new Key(key));
    if (slot != null) {
      byte[] there = slots.get(slots.address(slot));
      if ((flags & FAST_COMPARE) != 0 || Arrays.equals(there, value)) {
        return id;
      }
      if ((flags & REUSE) == 0) {
        return Errno.EEXIST;
      }
    }
    slots.set(slot == null ? slots.add(new Key(key)) : slot, value);
    return id;
  }

  @Override
  int update(byte[] key, byte[] value, long flags) {
    return Errno.EINVAL;
  }
}
