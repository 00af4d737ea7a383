package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code BPF_MAP_TYPE_ARRAY} and {@code BPF_MAP_TYPE_PERCPU_ARRAY}: every index has a value, zero at first. Source: {@code
 * kernel/bpf/arraymap.c}.
 */
final class ArrayMap extends KernelMap {
  private final SimulatedKernel kernel;
  private final Values values;
  private final boolean perCpu;

  ArrayMap(SimulatedKernel kernel, MapSpec spec, boolean perCpu) {
    super(spec);
    this.kernel = kernel;
    this.perCpu = perCpu;
    int slots = Math.multiplyExact(spec.capacity(), perCpu ? kernel.cpus() : 1);
    this.values = new Values(kernel, spec, slots);
  }

  /** Where a value is, however it was declared: what {@code r1 = map[…][0]+offset} loads. */
  long first() {
    return values.address(0);
  }

  @Override
  long lookup(byte[] key) {
    int index = (int) Machine.INT.get(key, 0);
    return index < 0 || index >= spec().capacity() ? 0 : values.address(slot(index));
  }

  private int slot(int index) {
    return perCpu ? kernel.cpu() * spec().capacity() + index : index;
  }

  @Override
  int update(byte[] key, byte[] value, long flags) {
    int index = (int) Machine.INT.get(key, 0);
    if (flags < 0 || (flags & ~BPF_F_LOCK) > BPF_EXIST) {
      return Errno.EINVAL;
    }
    if (index < 0 || index >= spec().capacity()) {
      return Errno.E2BIG;
    }
    if ((flags & BPF_NOEXIST) != 0) {
      return Errno.EEXIST;
    }
    values.set(slot(index), value);
    return 0;
  }

  @Override
  int delete(byte[] key) {
    return Errno.EINVAL;
  }

  @Override
  byte[] valueAt(long address) {
    return values.get(address);
  }

  @Override
  public List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < spec().capacity(); i++) {
      byte[] key = new byte[4];
      Machine.INT.set(key, 0, i);
      keys.add(key);
    }
    return keys;
  }
}
