package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** {@code BPF_MAP_TYPE_USER_RINGBUF}: what user space sends to programs. Source: {@code kernel/bpf/ringbuf.c}. */
final class UserRingMap extends KernelMap {
  private static final int HEADER = 8;

  private final ArrayDeque<byte[]> records = new ArrayDeque<>();
  private long used;

  UserRingMap(MapSpec spec) {
    super(spec);
  }

  @Override
  public int send(byte[] record) {
    long bytes = bytes(record);
    if (used + bytes > spec().capacity()) {
      return Errno.ENOSPC;
    }
    used += bytes;
    records.addLast(record.clone());
    return 0;
  }

  private static long bytes(byte[] record) {
    return HEADER + (record.length + 7L) / 8 * 8;
  }

  /** The oldest record, which is taken out; or null. */
  byte @Nullable [] take() {
    byte[] record = records.pollFirst();
    if (record != null) {
      used -= bytes(record);
    }
    return record;
  }
}
