package dev.tawon.sandbox;

import java.util.Map;

/**
 * The helpers that keep the Internet checksum of a packet right. Numbers are as they lie in memory, little-endian, which
 * the sum does not mind. Source: {@code net/core/filter.c} and {@code include/net/checksum.h}.
 */
final class ChecksumHelpers {
  private static final long LOW = 0xffff_ffffL;
  private static final int FIELD_BYTES = 0xf; // BPF_F_HDR_FIELD_MASK
  private static final int PSEUDO_HEADER = 0x10;
  private static final int MANGLED_ZERO = 0x20;
  private static final int ENFORCE = 0x40;
  private static final int IPV6 = 0x80;

  private ChecksumHelpers() {}

  static void add(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_l3_csum_replace",
        (memory, _, offset, from, to, flags) ->
            (flags & ~FIELD_BYTES) != 0
                ? Errno.EINVAL
                : replace(memory, offset, from, to, flags, 0));
    KernelHelpers.add(
        table,
        "bpf_l4_csum_replace",
        (memory, _, offset, from, to, flags) ->
            (flags & ~(FIELD_BYTES | PSEUDO_HEADER | MANGLED_ZERO | ENFORCE | IPV6)) != 0
                ? Errno.EINVAL
                : replace(
                    memory,
                    offset,
                    from,
                    to,
                    // The sum of a transport protocol is kept in 32 bits, also for a field of two.
                    (flags & FIELD_BYTES) == 2 ? 4 : flags & FIELD_BYTES,
                    flags));
    KernelHelpers.add(table, "bpf_csum_diff", ChecksumHelpers::difference);
    // The packets have no checksum of a network card (CHECKSUM_COMPLETE).
    KernelHelpers.add(table, "bpf_csum_update", (_, _, _, _, _, _) -> Errno.ENOTSUPP);
    KernelHelpers.add(
        table,
        "bpf_csum_level",
        (_, _, level, _, _, _) ->
            Long.compareUnsigned(level, 3) > 0
                ? Errno.EINVAL
                : level == 0 ? Errno.EACCES : 0); // BPF_CSUM_LEVEL_QUERY
  }

  private static long replace(
      Memory memory, long offset, long from, long to, long size, long flags) {
    boolean zeroMeansNone = (flags & MANGLED_ZERO) != 0;
    PacketContext packet = PacketHelpers.packet(memory);
    long at = Integer.toUnsignedLong((int) offset);
    byte[] field = at > 0xffff || at % 2 != 0 ? null : packet.read(at, 2);
    if (field == null) {
      return Errno.EFAULT;
    }
    int old = (short) Machine.SHORT.get(field, 0) & 0xffff;
    if (zeroMeansNone && (flags & ENFORCE) == 0 && old == 0) {
      return 0; // of UDP
    }
    long sum = ~old & 0xffff;
    switch ((int) size) {
      case 0 -> {
        if (from != 0) {
          return Errno.EINVAL;
        }
        sum += 0xffff + fold32(to & LOW); // csum_unfold leaves the upper half all ones
      }
      case 2 -> sum += (~from & 0xffff) + (to & 0xffff);
      case 4 -> sum += 0xffff + fold32(~from & LOW) + fold32(to & LOW);
      default -> {
        return Errno.EINVAL;
      }
    }
    int changed = ~(int) fold32(sum) & 0xffff;
    if (zeroMeansNone && changed == 0) {
      changed = 0xffff; // CSUM_MANGLED_0
    }
    Machine.SHORT.set(field, 0, (short) changed);
    packet.write(at, field);
    return 0;
  }

  /** The one's complement sum of a number's halves. */
  private static long fold32(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return folded;
  }

  private static long difference(
      Memory memory, long from, long fromSize, long to, long toSize, long seed) {
    long sum = Integer.toUnsignedLong((int) seed);
    if (((fromSize | toSize) & 3) != 0) {
      return Errno.EINVAL;
    }
    byte[] old = memory.read(from, Integer.toUnsignedLong((int) fromSize));
    for (int at = 0; at < old.length; at += 4) {
      sum += Integer.toUnsignedLong(~(int) Machine.INT.get(old, at));
    }
    byte[] added = memory.read(to, Integer.toUnsignedLong((int) toSize));
    for (int at = 0; at < added.length; at += 4) {
      sum += Integer.toUnsignedLong((int) Machine.INT.get(added, at));
    }
    while (sum >>> 32 != 0) {
      sum = (sum & LOW) + (sum >>> 32);
    }
    return sum;
  }
}
