package dev.tawon.sandbox;

import java.util.Map;

/**
 * The helpers that read and write packets, and say where they go. Source: {@code net/core/filter.c}.
 */
final class PacketHelpers {
  private static final int TC_ACT_REDIRECT = 7;
  private static final int XDP_REDIRECT = 4;
  private static final int ETHERNET_BYTES = 14;
  private static final int MTU = 1500;
  private static final int MAX_BYTES = 0xffff;
  private static final int MAX_METADATA = 252; // xdp_metalen_invalid of include/net/xdp.h

  private final SimulatedKernel kernel;
  private final Map<Integer, Helper> table;

  private PacketHelpers(SimulatedKernel kernel, Map<Integer, Helper> table) {
    this.kernel = kernel;
    this.table = table;
  }

  static void add(SimulatedKernel kernel, Map<Integer, Helper> table) {
    PacketHelpers helpers = new PacketHelpers(kernel, table);
    helpers.bytes();
    helpers.ends();
    helpers.directions();
    helpers.mtu();
    SocketBufferHelpers.add(kernel, table);
    ChecksumHelpers.add(table);
  }

  private void add(String name, Helper helper) {
    KernelHelpers.add(table, name, helper);
  }

  private void bytes() {
    add(
        "bpf_skb_load_bytes",
        (memory, _, offset, to, size, _) ->
            load(memory, Integer.toUnsignedLong((int) offset), to, size, Errno.EFAULT));
    add(
        "bpf_skb_load_bytes_relative",
        (memory, _, offset, to, size, from) -> {
          if ((from & 0xffff_ffffL) > 1 || Integer.toUnsignedLong((int) offset) > MAX_BYTES) {
            zero(memory, to, size);
            return Errno.EFAULT;
          }
          int base = (int) from == 0 ? 0 : ETHERNET_BYTES; // BPF_HDR_START_MAC, _NET
          return load(memory, base + Integer.toUnsignedLong((int) offset), to, size, Errno.EFAULT);
        });
    add(
        "bpf_skb_store_bytes",
        (memory, _, offset, from, size, flags) -> {
          byte[] bytes = memory.read(from, Integer.toUnsignedLong((int) size));
          if ((flags & ~3L) != 0) { // BPF_F_RECOMPUTE_CSUM, BPF_F_INVALIDATE_HASH
            return Errno.EINVAL;
          }
          long at = Integer.toUnsignedLong((int) offset);
          if (at > MAX_BYTES || !packet(memory).write(at, bytes)) {
            return Errno.EFAULT;
          }
          if ((flags & 2) != 0) {
            packet(memory).put(SocketBufferHelpers.HASH, 0);
          }
          return 0;
        });
    add(
        "bpf_xdp_load_bytes",
        (memory, _, offset, to, size, _) -> {
          long at = Integer.toUnsignedLong((int) offset);
          return at > MAX_BYTES || Integer.toUnsignedLong((int) size) > MAX_BYTES
              ? Errno.EFAULT
              : load(memory, at, to, size, Errno.EINVAL);
        });
    add(
        "bpf_xdp_store_bytes",
        (memory, _, offset, from, size, _) -> {
          long at = Integer.toUnsignedLong((int) offset);
          long bytes = Integer.toUnsignedLong((int) size);
          if (at > MAX_BYTES || bytes > MAX_BYTES) {
            return Errno.EFAULT;
          }
          return packet(memory).write(at, memory.read(from, bytes)) ? 0 : Errno.EINVAL;
        });
    add("bpf_xdp_get_buff_len", (memory, _, _, _, _, _) -> packet(memory).length());
    add(
        "bpf_skb_pull_data",
        (memory, _, size, _, _, _) ->
            Integer.toUnsignedLong((int) size) > packet(memory).length() ? Errno.ENOMEM : 0);
  }

  private void mtu() {
    add(
        "bpf_check_mtu",
        (memory, _, device, lengthAt, difference, flags) -> {
          if ((flags & ~1L) != 0) { // BPF_MTU_CHK_SEGS
            return Errno.EINVAL;
          }
          if (Integer.compareUnsigned((int) device, 1) > 0) {
            return Errno.ENODEV;
          }
          int said = memory.readInt(lengthAt);
          long length =
              (said == 0 ? packet(memory).length() - ETHERNET_BYTES : said)
                  + (long) (int) difference;
          memory.writeInt(lengthAt, MTU);
          return length > MTU ? 1 : 0; // BPF_MTU_CHK_RET_FRAG_NEEDED
        });
  }

  /** Copies bytes of the packet; the program finds zeros where the packet is too short. */
  private static long load(Memory memory, long offset, long to, long size, int error) {
    byte[] found = packet(memory).read(offset, Integer.toUnsignedLong((int) size));
    if (found == null) {
      if (error == Errno.EFAULT) {
        zero(memory, to, size);
      }
      return error;
    }
    memory.write(to, found);
    return 0;
  }

  private static void zero(Memory memory, long to, long size) {
    long bytes = Integer.toUnsignedLong((int) size);
    memory.write(to, new byte[(int) Math.min(bytes, MAX_BYTES)]);
  }

  private void ends() {
    add(
        "bpf_skb_change_tail",
        (memory, _, size, flags, _, _) -> {
          if (flags != 0 || (int) size < ETHERNET_BYTES || (int) size > MAX_BYTES) {
            return Errno.EINVAL;
          }
          resize(memory, (int) size);
          return 0;
        });
    add(
        "bpf_skb_change_head",
        (memory, _, size, flags, _, _) -> {
          long longer = packet(memory).length() + Integer.toUnsignedLong((int) size);
          if (flags != 0 || longer > MAX_BYTES) {
            return Errno.EINVAL;
          }
          splice(memory, 0, 0, (int) size);
          return 0;
        });
    add(
        "bpf_xdp_adjust_head",
        (memory, _, delta, _, _, _) -> {
          boolean moved = packet(memory).moveHead((int) delta);
          ((Machine) memory).packetChanged();
          return moved ? 0 : Errno.EINVAL;
        });
    add(
        "bpf_xdp_adjust_tail",
        (memory, _, delta, _, _, _) -> {
          long size = packet(memory).length() + (long) (int) delta;
          if (size < ETHERNET_BYTES || size > MAX_BYTES) {
            return Errno.EINVAL;
          }
          resize(memory, (int) size);
          return 0;
        });
    add(
        "bpf_xdp_adjust_meta",
        (memory, _, delta, _, _, _) -> {
          long bytes = packet(memory).metadataLength() - (long) (int) delta;
          if (bytes < 0) {
            return Errno.EINVAL;
          }
          if (bytes % 4 != 0 || bytes > MAX_METADATA) {
            return Errno.EACCES;
          }
          boolean moved = packet(memory).moveMetadata((int) delta);
          ((Machine) memory).packetChanged();
          return moved ? 0 : Errno.EINVAL;
        });
  }

  private static void resize(Memory memory, int size) {
    int length = packet(memory).length();
    splice(memory, Math.min(size, length), Math.max(0, length - size), Math.max(0, size - length));
  }

  /** Changes the packet's length at a place, and tells the program's memory of it. */
  static void splice(Memory memory, int offset, int removed, int inserted) {
    packet(memory).splice(offset, removed, inserted);
    ((Machine) memory).packetChanged();
  }

  private void directions() {
    add(
        "bpf_redirect",
        (memory, _, flags, _, _, _) -> {
          boolean buffer = packet(memory).writable();
          if ((flags & ~(buffer ? 1L : 0L)) != 0) { // BPF_F_INGRESS
            return buffer ? 2 : 0; // TC_ACT_SHOT, XDP_ABORTED
          }
          return buffer ? TC_ACT_REDIRECT : XDP_REDIRECT;
        });
    for (String redirect : new String[] {"bpf_redirect_peer", "bpf_redirect_neigh"}) {
      add(redirect, (_, _, _, _, _, _) -> TC_ACT_REDIRECT);
    }
    add(
        "bpf_clone_redirect",
        (memory, _, _, _, _, _) -> packet(memory).length() == 0 ? Errno.EINVAL : 0);
    add(
        "bpf_redirect_map",
        (memory, map, key, flags, _, _) -> {
          if (!(kernel.mapAt(map) instanceof RedirectMap targets)) {
            throw ((Machine) memory).badArgument("0x%x is no map to redirect by".formatted(map));
          }
          // The low bits are the verdict for want of a target; 8 and 16 are BPF_F_BROADCAST and
          // BPF_F_EXCLUDE_INGRESS.
          if ((flags & ~(3L | (targets.mayBroadcast() ? 24L : 0L))) != 0) {
            return 0; // XDP_ABORTED
          }
          byte[] index = new byte[4];
          Machine.INT.set(index, 0, (int) key);
          return (flags & 8) != 0 || targets.lookup(index) != 0 ? XDP_REDIRECT : flags & 3;
        });
  }

  static PacketContext packet(Memory memory) {
    return ((Machine) memory).packetContext();
  }
}
