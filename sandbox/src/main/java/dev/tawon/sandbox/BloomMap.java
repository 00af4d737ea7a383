package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code BPF_MAP_TYPE_BLOOM_FILTER}: what was pushed is found. The kernel may also find what was not; this one does not. Source:
 * {@code kernel/bpf/bloom_filter.c}.
 */
final class BloomMap extends KernelMap {
  private final Set<Key> values = new HashSet<>();

  BloomMap(MapSpec spec) {
    super(spec);
  }

  @Override
  int push(byte[] value, long flags) {
    if (flags != BPF_ANY) {
      return Errno.EINVAL;
    }
    values.add(new Key(value.clone()));
    return 0;
  }

  @Override
  int pop(byte[] value, boolean remove) {
    if (remove) {
      return Errno.EOPNOTSUPP;
    }
    return values.contains(new Key(value)) ? 0 : Errno.ENOENT;
  }
}
