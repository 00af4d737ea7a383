package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * {@code BPF_MAP_TYPE_LPM_TRIE}: a key is a number of bits and data whose first bits count; a look-up finds the longest
 * entry that the key begins with. Source: {@code kernel/bpf/lpm_trie.c}.
 */
final class LpmMap extends KernelMap {
  private static final int LENGTH_BYTES = 4;

  private final Values values;
  private final LinkedHashMap<Key, Integer> slots = new LinkedHashMap<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private int used;

  LpmMap(SimulatedKernel kernel, MapSpec spec) {
    super(spec);
    if (spec.keySize() <= LENGTH_BYTES || spec.keySize() > LENGTH_BYTES + 256) {
      throw new IllegalArgumentException(
          "map %s: a key has 5 to 260 bytes, not %d".formatted(spec.name(), spec.keySize()));
    }
    values = new Values(kernel, spec, 1);
  }

  private int most() {
    return (spec().keySize() - LENGTH_BYTES) * Byte.SIZE;
  }

  @Override
  long lookup(byte[] key) {
    long length = Integer.toUnsignedLong((int) Machine.INT.get(key, 0));
    for (int bits = (int) Math.min(length, most()); bits >= 0; bits--) {
      Integer slot = slots.get(prefix(key, bits));
      if (slot != null) {
        return values.address(slot);
      }
    }
    return 0;
  }

  /** A key with all but its first bits zero. */
  private Key prefix(byte[] key, int bits) {
    byte[] masked = new byte[key.length];
    Machine.INT.set(masked, 0, bits);
    for (int i = 0; i < (bits + 7) / 8; i++) {
      int left = bits - 8 * i;
      masked[LENGTH_BYTES + i] =
          (byte) (left >= 8 ? key[LENGTH_BYTES + i] : key[LENGTH_BYTES + i] & 0xff00 >> left);
    }
    return new Key(masked);
  }

  @Override
  int update(byte[] key, byte[] value, long flags) {
    int bits = (int) Machine.INT.get(key, 0);
    if (flags < 0 || flags > BPF_EXIST || bits < 0 || bits > most()) {
      return Errno.EINVAL;
    }
    Key prefix = prefix(key, bits);
    Integer slot = slots.get(prefix);
    if (slot != null && flags == BPF_NOEXIST) {
      return Errno.EEXIST;
    }
    if (slot == null) {
      if (flags == BPF_EXIST) {
        return Errno.ENOENT;
      }
      if (slots.size() >= spec().capacity()) {
        return Errno.ENOSPC;
      }
      slot = free.poll();
      if (slot == null) {
        slot = used++;
        values.ensure(slot);
      }
      slots.put(prefix, slot);
    }
    values.set(slot, value);
    return 0;
  }

  @Override
  int delete(byte[] key) {
    int bits = (int) Machine.INT.get(key, 0);
    if (bits < 0 || bits > most()) {
      return Errno.EINVAL;
    }
    Integer slot = slots.remove(prefix(key, bits));
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
