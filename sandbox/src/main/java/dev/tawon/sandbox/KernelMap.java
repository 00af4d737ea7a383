package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all maps have in common. Each operation that a kind does not have answers as the kernel does. */
abstract sealed class KernelMap implements SimulatedMap
    permits ArrayMap, SlotMap, ListMap, BloomMap, OutputMap, ReferenceMap, UserRingMap {
  // Flags of an update: include/uapi/linux/bpf.h.
  static final long BPF_ANY = 0;
  static final long BPF_NOEXIST = 1;
  static final long BPF_EXIST = 2;
  static final long BPF_F_LOCK = 4;

  private final MapSpec spec;

  KernelMap(MapSpec spec) {
    this.spec = spec;
  }

  @Override
  public final MapSpec spec() {
    return spec;
  }

  /** The address of a key's value, or 0: {@code map_lookup_elem}. */
  long lookup(byte[] key) {
    return 0;
  }

  /** {@code map_update_elem}; where there are no keys, it pushes. */
  int update(byte[] key, byte[] value, long flags) {
    return push(value, flags);
  }

  /** {@code map_delete_elem}. */
  int delete(byte[] key) {
    return Errno.EOPNOTSUPP;
  }

  /** A copy of the value at an address that {@link #lookup} has returned. */
  byte[] valueAt(long address) {
    throw new IllegalStateException("no value of map " + spec.name() + " has an address");
  }

  /** {@code map_push_elem}. */
  int push(byte[] value, long flags) {
    return Errno.EOPNOTSUPP;
  }

  /** {@code map_pop_elem} or {@code map_peek_elem}: fills in a value, which a Bloom filter reads. */
  int pop(byte[] value, boolean remove) {
    return Errno.EOPNOTSUPP;
  }

  @Override
  public Optional<byte[]> get(byte[] key) {
    checkSize("key", key, spec.keySize());
    long address = lookup(key);
    return address == 0 ? Optional.empty() : Optional.of(valueAt(address));
  }

  @Override
  public int put(byte[] key, byte[] value) {
    checkSize("key", key, spec.keySize());
    checkSize("value", value, spec.valueSize());
    return update(key, value, BPF_ANY);
  }

  @Override
  public int remove(byte[] key) {
    checkSize("key", key, spec.keySize());
    return delete(key);
  }

  @Override
  public List<byte[]> keys() {
    return List.of();
  }

  @Override
  public int send(byte[] record) {
    return Errno.EOPNOTSUPP;
  }

  @Override
  public List<byte[]> drain() {
    List<byte[]> all = new ArrayList<>();
    byte[] value = new byte[spec.valueSize()];
    while (spec.keySize() == 0 && pop(value, true) == 0) {
      all.add(value.clone());
    }
    return all;
  }

  private void checkSize(String what, byte[] bytes, int size) {
    if (bytes.length != size) {
      throw new IllegalArgumentException(
          "a %s of map %s has %d bytes, not %d".formatted(what, spec.name(), size, bytes.length));
    }
  }
}
