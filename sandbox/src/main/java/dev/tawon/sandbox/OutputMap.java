package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_RINGBUF} and {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY}: what programs send to user space. A ring buffer
 * holds as many bytes as it was made with, eight for each record's header among them, until they are drained. Source: {@code
 * kernel/bpf/ringbuf.c}.
 */
final class OutputMap extends KernelMap {
  private static final int HEADER = 8;

  /** A record that a program has reserved. */
  private record Reservation(Region region, Slot slot) {}

  /** A record's place in the order of reservations. */
  private static final class Slot {
    private final int bytes;
    private byte @Nullable [] record;
    private boolean done;

    Slot(int bytes) {
      this.bytes = bytes;
    }
  }

  private final SimulatedKernel kernel;
  private final boolean bounded;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Long, Reservation> reserved = new LinkedHashMap<>();
  private long used;
  private long consumed;

  OutputMap(SimulatedKernel kernel, MapSpec spec, boolean bounded) {
    super(spec);
    this.kernel = kernel;
    this.bounded = bounded;
  }

  /** The bytes that are taken: {@code BPF_RB_AVAIL_DATA}. */
  long used() {
    return used;
  }

  /** The bytes that were read: {@code BPF_RB_CONS_POS}. */
  long consumed() {
    return consumed;
  }

  /** {@code bpf_ringbuf_output} and {@code bpf_perf_event_output}. */
  int output(byte[] record) {
    Slot slot = take(record.length);
    if (slot == null) {
      return Errno.EAGAIN;
    }
    slot.record = record;
    slot.done = true;
    return 0;
  }

  /** {@code bpf_ringbuf_reserve}: an address, or 0. */
  long reserve(long size) {
    Slot slot = size < 0 || size > Region.MAX_SIZE ? null : take((int) size);
    if (slot == null) {
      return 0;
    }
    Region region = new Region("a record of " + spec().name(), new byte[(int) size], true);
    long address = kernel.addRegion(region);
    reserved.put(address, new Reservation(region, slot));
    return address;
  }

  /** {@code bpf_ringbuf_submit} and {@code bpf_ringbuf_discard}. Returns whether there was such a record. */
  boolean finish(long address, boolean submit) {
    Reservation reservation = reserved.remove(address);
    if (reservation == null) {
      return false;
    }
    reservation.slot().done = true;
    reservation.slot().record = submit ? reservation.region().bytes : null;
    kernel.removeRegion(address);
    return true;
  }

  private @Nullable Slot take(int size) {
    int bytes = HEADER + (size + 7) / 8 * 8;
    if (bounded && used + bytes > spec().capacity()) {
      return null;
    }
    used += bytes;
    Slot slot = new Slot(bytes);
    slots.add(slot);
    return slot;
  }

  @Override
  public List<byte[]> drain() {
    List<byte[]> records = new ArrayList<>();
    while (!slots.isEmpty() && slots.getFirst().done) { // a reader waits for one that is reserved
      Slot slot = slots.removeFirst();
      used -= slot.bytes;
      consumed += slot.bytes;
      if (slot.record != null) {
        records.add(slot.record);
      }
    }
    return records;
  }
}
