package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a map: which key has which value, or as many values as there are processors. */
final class Slots {
  private final int valueSize;
  private final int width;
  private final Values values;
  private final LinkedHashMap<Key, Integer> slots;
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private int used;

  /**
   * No entries yet.
   *
   * @param width how many values each key has, side by side
   * @param byUse whether the order of the entries is that of their use, instead of that in which they came
   */
  Slots(SimulatedKernel kernel, MapSpec spec, int width, boolean byUse) {
    this.valueSize = spec.valueSize();
    this.width = width;
    this.values = new Values(kernel, spec, 1);
    this.slots = new LinkedHashMap<>(16, 0.75f, byUse);
  }

  int size() {
    return slots.size();
  }

  /** The first of a key's values, or null. */
  @Nullable Integer find(Key key) {
    return slots.get(key);
  }

  /** Makes an entry, whose values are zeros. Returns the first one. */
  int add(Key key) {
    Integer slot = free.poll();
    if (slot == null) {
      slot = used;
      used += width;
      values.ensure(used - 1);
    }
    for (int i = 0; i < width; i++) {
      values.set(slot + i, new byte[valueSize]);
    }
    slots.put(key, slot);
    return slot;
  }

  /** Removes an entry. Returns whether there was one. */
  boolean remove(Key key) {
    Integer slot = slots.remove(key);
    if (slot != null) {
      free.push(slot);
    }
    return slot != null;
  }

  /** Removes the first entry. */
  void removeFirst() {
    Map.Entry<Key, Integer> first = slots.firstEntry();
    remove(first.getKey());
  }

  void set(int slot, byte[] value) {
    values.set(slot, value);
  }

  long address(int slot) {
    return values.address(slot);
  }

  byte[] get(long address) {
    return values.get(address);
  }

  /** Copies of the keys. */
  List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    slots.keySet().forEach(key -> keys.add(key.bytes().clone()));
    return keys;
  }
}
