package dev.tawon.sandbox;

import java.util.Map;

/**
 * Dynamic pointers: {@code struct bpf_dynptr_kern} of {@code include/linux/bpf.h} is an address, a size whose upper bits are
 * flags, and an offset. Helpers and kernel functions on them. Source: {@code kernel/bpf/helpers.c}.
 */
final class Dynptrs {
  private static final int SIZE_MASK = 0xff_ffff; // DYNPTR_SIZE_MASK
  private static final int READ_ONLY = 1 << 31; // DYNPTR_RDONLY_BIT
  private static final int TYPE_SHIFT = 28; // DYNPTR_TYPE_SHIFT
  private static final int LOCAL = 1; // enum bpf_dynptr_type
  private static final int RINGBUF = 2;
  private static final int SKB = 3;
  private static final int XDP = 4;
  private static final int BYTES = 16;

  private final SimulatedKernel kernel;
  private final MapHelpers maps;

  /** What a callback of {@code bpf_user_ringbuf_drain} is given. */
  private final Region record = new Region("the record", new byte[0], false);

  private final Region pointer = new Region("the dynamic pointer", new byte[BYTES], false);
  private final long recordAddress;
  private final long pointerAddress;

  /** A dynamic pointer out of a program's memory. */
  private record Dynptr(long data, int flags, int size, int offset) {
    static Dynptr read(Memory memory, long at) {
      int size = memory.readInt(at + 8);
      return new Dynptr(
          memory.readLong(at), size & ~SIZE_MASK, size & SIZE_MASK, memory.readInt(at + 12));
    }

    void write(Memory memory, long at) {
      memory.writeLong(at, data);
      memory.writeInt(at + 8, size | flags);
      memory.writeInt(at + 12, offset);
    }

    int type() {
      return (flags & ~READ_ONLY) >>> TYPE_SHIFT;
    }

    boolean isReadOnly() {
      return (flags & READ_ONLY) != 0;
    }

    boolean isOfPacket() {
      return type() == SKB || type() == XDP;
    }

    boolean has(long at, long bytes) {
      return bytes <= size && at <= size - bytes;
    }

    long address(long at) {
      return data + offset + at;
    }
  }

  private Dynptrs(SimulatedKernel kernel, MapHelpers maps) {
    this.kernel = kernel;
    this.maps = maps;
    recordAddress = kernel.addRegion(record);
    pointerAddress = kernel.addRegion(pointer);
  }

  /** Adds the helpers. */
  static void add(SimulatedKernel kernel, MapHelpers maps, Map<Integer, Helper> table) {
    Dynptrs dynptrs = new Dynptrs(kernel, maps);
    KernelHelpers.add(
        table,
        "bpf_dynptr_from_mem",
        (memory, data, size, flags, to, _) -> {
          long bytes = Integer.toUnsignedLong((int) size);
          if (bytes > SIZE_MASK || flags != 0) {
            setNull(memory, to);
            return bytes > SIZE_MASK ? Errno.E2BIG : Errno.EINVAL;
          }
          new Dynptr(data, LOCAL << TYPE_SHIFT, (int) bytes, 0).write(memory, to);
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_dynptr_read",
        (memory, to, size, from, offset, flags) -> {
          Dynptr dynptr = Dynptr.read(memory, from);
          long bytes = Integer.toUnsignedLong((int) size);
          long at = Integer.toUnsignedLong((int) offset);
          if (dynptr.data() == 0 || flags != 0) {
            return Errno.EINVAL;
          }
          if (!dynptr.has(at, bytes)) {
            return Errno.E2BIG;
          }
          memory.write(to, memory.read(dynptr.address(at), bytes));
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_dynptr_write",
        (memory, to, offset, from, size, flags) -> {
          Dynptr dynptr = Dynptr.read(memory, to);
          long bytes = Integer.toUnsignedLong((int) size);
          long at = Integer.toUnsignedLong((int) offset);
          long allowed = dynptr.type() == SKB ? 3 : 0; // as of bpf_skb_store_bytes
          if (dynptr.data() == 0 || dynptr.isReadOnly() || (flags & ~allowed) != 0) {
            return Errno.EINVAL;
          }
          if (!dynptr.has(at, bytes)) {
            return Errno.E2BIG;
          }
          memory.write(dynptr.address(at), memory.read(from, bytes));
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_dynptr_data",
        (memory, of, offset, size, _, _) -> {
          Dynptr dynptr = Dynptr.read(memory, of);
          long at = Integer.toUnsignedLong((int) offset);
          return dynptr.data() == 0
                  || dynptr.isReadOnly()
                  || dynptr.isOfPacket()
                  || !dynptr.has(at, Integer.toUnsignedLong((int) size))
              ? 0
              : dynptr.address(at);
        });
    dynptrs.rings(table);
  }

  private void rings(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_ringbuf_reserve_dynptr",
        (memory, map, size, flags, to, _) -> {
          long bytes = Integer.toUnsignedLong((int) size);
          long found =
              flags != 0 || bytes > SIZE_MASK ? 0 : maps.output(memory, map).reserve(bytes);
          if (found == 0) {
            setNull(memory, to);
            return flags == 0 && bytes > SIZE_MASK ? Errno.E2BIG : Errno.EINVAL;
          }
          new Dynptr(found, RINGBUF << TYPE_SHIFT, (int) bytes, 0).write(memory, to);
          return 0;
        });
    KernelHelpers.add(
        table, "bpf_ringbuf_submit_dynptr", (memory, of, _, _, _, _) -> finish(memory, of, true));
    KernelHelpers.add(
        table, "bpf_ringbuf_discard_dynptr", (memory, of, _, _, _, _) -> finish(memory, of, false));
    KernelHelpers.add(
        table,
        "bpf_user_ringbuf_drain",
        (memory, map, callback, context, flags, _) -> {
          if (!(kernel.mapAt(map) instanceof UserRingMap ring)) {
            throw ((Machine) memory).badArgument("0x%x is no user ring buffer".formatted(map));
          }
          if ((flags & ~3L) != 0) { // BPF_RB_NO_WAKEUP, BPF_RB_FORCE_WAKEUP
            return Errno.EINVAL;
          }
          long drained = 0;
          long result = 0;
          while (result == 0 && drained < 128 * 1024) { // BPF_MAX_USER_RINGBUF_SAMPLES
            byte[] next = ring.take();
            if (next == null) {
              break;
            }
            drained++;
            record.set(next, false);
            byte[] bytes = new byte[BYTES];
            Machine.LONG.set(bytes, 0, recordAddress);
            Machine.INT.set(bytes, 8, next.length | READ_ONLY | LOCAL << TYPE_SHIFT);
            pointer.set(bytes, false);
            result = memory.callFunction(callback, pointerAddress, context, 0, 0, 0);
          }
          return drained;
        });
  }

  private long finish(Memory memory, long of, boolean submit) {
    Dynptr dynptr = Dynptr.read(memory, of);
    if (dynptr.data() != 0) {
      maps.finish(memory, dynptr.data(), submit);
      setNull(memory, of);
    }
    return 0;
  }

  private static void setNull(Memory memory, long to) {
    memory.write(to, new byte[BYTES]);
  }

  /** Adds the kernel functions. */
  static void addFunctions(Map<String, Helper> functions) {
    functions.put(
        "bpf_dynptr_from_skb", (memory, _, flags, to, _, _) -> ofPacket(memory, flags, to, SKB));
    functions.put(
        "bpf_dynptr_from_xdp", (memory, _, flags, to, _, _) -> ofPacket(memory, flags, to, XDP));
    functions.put(
        "bpf_dynptr_slice", (memory, of, at, _, size, _) -> slice(memory, of, at, size, false));
    functions.put(
        "bpf_dynptr_slice_rdwr", (memory, of, at, _, size, _) -> slice(memory, of, at, size, true));
    functions.put(
        "bpf_dynptr_adjust",
        (memory, of, start, end, _, _) -> {
          Dynptr dynptr = Dynptr.read(memory, of);
          long from = Integer.toUnsignedLong((int) start);
          long to = Integer.toUnsignedLong((int) end);
          if (dynptr.data() == 0 || from > to) {
            return Errno.EINVAL;
          }
          if (from > dynptr.size() || to > dynptr.size()) {
            return Errno.ERANGE;
          }
          new Dynptr(dynptr.data(), dynptr.flags(), (int) (to - from), dynptr.offset() + (int) from)
              .write(memory, of);
          return 0;
        });
    functions.put(
        "bpf_dynptr_is_null",
        (memory, of, _, _, _, _) -> Dynptr.read(memory, of).data() == 0 ? 1 : 0);
    functions.put(
        "bpf_dynptr_is_rdonly",
        (memory, of, _, _, _, _) -> {
          Dynptr dynptr = Dynptr.read(memory, of);
          return dynptr.data() != 0 && dynptr.isReadOnly() ? 1 : 0;
        });
    functions.put(
        "bpf_dynptr_size",
        (memory, of, _, _, _, _) -> {
          Dynptr dynptr = Dynptr.read(memory, of);
          return dynptr.data() == 0 ? Errno.EINVAL : dynptr.size();
        });
    functions.put(
        "bpf_dynptr_clone",
        (memory, of, to, _, _, _) -> {
          Dynptr dynptr = Dynptr.read(memory, of);
          dynptr.write(memory, to);
          return dynptr.data() == 0 ? Errno.EINVAL : 0;
        });
  }

  private static long ofPacket(Memory memory, long flags, long to, int type) {
    if (flags != 0) {
      setNull(memory, to);
      return Errno.EINVAL;
    }
    PacketContext packet = PacketHelpers.packet(memory);
    long data = Region.address(Region.PACKET) + packet.metadataLength();
    new Dynptr(data, type << TYPE_SHIFT, packet.length(), 0).write(memory, to);
    return 0;
  }

  /** The packet is in one piece, so that its bytes need never be copied. */
  private static long slice(Memory memory, long of, long offset, long size, boolean write) {
    Dynptr dynptr = Dynptr.read(memory, of);
    long at = Integer.toUnsignedLong((int) offset);
    return dynptr.data() == 0
            || (write && dynptr.isReadOnly())
            || !dynptr.has(at, Integer.toUnsignedLong((int) size))
        ? 0
        : dynptr.address(at);
  }
}
