package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;

/**
 * {@code BPF_MAP_TYPE_LPM_TRIE}: a key is a number of bits and data whose first bits count; a look-up finds the longest
 * entry that the key begins with. Source: {@code kernel/bpf/lpm_trie.c}.
 */
final class LpmMap extends SlotMap {
  private static final int LENGTH_BYTES = 4;

  LpmMap(SimulatedKernel kernel, MapSpec spec) {
    if (spec.keySize() <= LENGTH_BYTES || spec.keySize() > LENGTH_BYTES + 256) {
      throw new IllegalArgumentException(
          "map %s: a key has 5 to 260 bytes, not %d".formatted(spec.name(), spec.keySize()));
    }
    super(kernel, spec, 1, false);
  }

  private int most() {
    return (spec().keySize() - LENGTH_BYTES) * Byte.SIZE;
  }

  @Override
  long lookup(byte[] key) {
    long length = Integer.toUnsignedLong((int) Machine.INT.get(key, 0));
    for (int bits = (int) Math.min(length, most()); bits >= 0; bits--) {
      Integer slot = slots.find(prefix(key, bits));
      if (slot != null) {
        return slots.address(slot);
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
    Integer slot = slots.find(prefix);
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
      slot = slots.add(prefix);
    }
    slots.set(slot, value);
    return 0;
  }

  @Override
  int delete(byte[] key) {
    int bits = (int) Machine.INT.get(key, 0);
    if (bits < 0 || bits > most()) {
      return Errno.EINVAL;
    }
    return slots.remove(prefix(key, bits)) ? 0 : Errno.ENOENT;
  }
}
