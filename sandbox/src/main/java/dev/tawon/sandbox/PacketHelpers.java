package dev.tawon.sandbox;

import java.util.Arrays;
import java.util.Map;

/** The helpers of programs that run on packets. Source: {@code net/core/filter.c}. */
final class PacketHelpers {
  private static final int TC_ACT_REDIRECT = 7;
  private static final int XDP_REDIRECT = 4;

  private PacketHelpers() {}

  static void add(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_skb_load_bytes",
        (memory, _, offset, to, size, _) -> {
          byte[] packet = packet(memory).packet();
          long from = Integer.toUnsignedLong((int) offset);
          long bytes = Integer.toUnsignedLong((int) size);
          if (from + bytes > packet.length) {
            if (bytes <= Machine.FRAME_BYTES) {
              memory.write(to, new byte[(int) bytes]);
            }
            return Errno.EFAULT;
          }
          memory.write(to, Arrays.copyOfRange(packet, (int) from, (int) (from + bytes)));
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_skb_store_bytes",
        (memory, _, offset, from, size, _) -> {
          byte[] packet = packet(memory).packet();
          long at = Integer.toUnsignedLong((int) offset);
          byte[] bytes = memory.read(from, Integer.toUnsignedLong((int) size));
          if (at + bytes.length > packet.length) {
            return Errno.EFAULT;
          }
          System.arraycopy(bytes, 0, packet, (int) at, bytes.length);
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_skb_pull_data",
        (memory, _, size, _, _, _) ->
            Integer.toUnsignedLong((int) size) > packet(memory).packet().length ? Errno.ENOMEM : 0);
    KernelHelpers.add(
        table,
        "bpf_skb_change_tail",
        (memory, _, size, _, _, _) -> {
          if ((int) size < 0 || (int) size > 0xffff) {
            return Errno.EINVAL;
          }
          replace(memory, Arrays.copyOf(packet(memory).packet(), (int) size));
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_xdp_adjust_head",
        (memory, _, delta, _, _, _) -> {
          byte[] packet = packet(memory).packet();
          int cut = (int) delta;
          // 256 bytes of headroom; an Ethernet header has to stay.
          if (cut < -256 || packet.length - cut < 14) {
            return Errno.EINVAL;
          }
          byte[] changed = new byte[packet.length - cut];
          System.arraycopy(
              packet,
              Math.max(cut, 0),
              changed,
              Math.max(-cut, 0),
              packet.length - Math.max(cut, 0));
          replace(memory, changed);
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_xdp_adjust_tail",
        (memory, _, delta, _, _, _) -> {
          byte[] packet = packet(memory).packet();
          long size = packet.length + (long) (int) delta;
          if (size < 14 || size > 0xffff) {
            return Errno.EINVAL;
          }
          replace(memory, Arrays.copyOf(packet, (int) size));
          return 0;
        });
    KernelHelpers.add(
        table, "bpf_xdp_get_buff_len", (memory, _, _, _, _, _) -> packet(memory).packet().length);
    KernelHelpers.add(
        table,
        "bpf_redirect",
        (memory, _, _, _, _, _) -> packet(memory).writable() ? TC_ACT_REDIRECT : XDP_REDIRECT);
    KernelHelpers.add(
        table,
        "bpf_csum_diff",
        (memory, from, fromSize, to, toSize, seed) -> {
          long sum = Integer.toUnsignedLong((int) seed);
          if (((fromSize | toSize) & 3) != 0) {
            return Errno.EINVAL;
          }
          for (long at = 0; at < Integer.toUnsignedLong((int) fromSize); at += 4) {
            sum += Integer.toUnsignedLong(~memory.readInt(from + at));
          }
          for (long at = 0; at < Integer.toUnsignedLong((int) toSize); at += 4) {
            sum += Integer.toUnsignedLong(memory.readInt(to + at));
          }
          while (sum >>> 32 != 0) {
            sum = (sum & 0xffff_ffffL) + (sum >>> 32);
          }
          return sum;
        });
  }

  private static PacketContext packet(Memory memory) {
    return ((Machine) memory).packetContext();
  }

  private static void replace(Memory memory, byte[] packet) {
    ((Machine) memory).replacePacket(packet);
  }
}
