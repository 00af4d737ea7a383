package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.List;

/** A map whose values have a place of their own for each key that is there. */
abstract sealed class SlotMap extends KernelMap permits HashedMap, LpmMap, RedirectMap, StackMap {
  final Slots slots;

  /**
   * An empty map.
   *
   * @param width how many values each key has
   * @param byUse whether the order of the keys is that of their use, instead of that in which they came
   */
  SlotMap(SimulatedKernel kernel, MapSpec spec, int width, boolean byUse) {
    super(spec);
    slots = new Slots(kernel, spec, width, byUse);
  }

  @Override
  long lookup(byte[] key) {
    Integer slot = slots.find(new Key(key));
    return slot == null ? 0 : slots.address(slot);
  }

  @Override
  int delete(byte[] key) {
    return slots.remove(new Key(key)) ? 0 : Errno.ENOENT;
  }

  @Override
  final byte[] valueAt(long address) {
    return slots.get(address);
  }

  @Override
  public final List<byte[]> keys() {
    return slots.keys();
  }
}
