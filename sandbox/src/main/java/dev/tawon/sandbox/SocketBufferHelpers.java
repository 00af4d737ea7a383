package dev.tawon.sandbox;

import java.util.Map;

/** The helpers of programs that see a {@code struct __sk_buff}. Source: {@code net/core/filter.c}. */
final class SocketBufferHelpers {
  // Fields of struct __sk_buff: include/uapi/linux/bpf.h.
  private static final int TYPE = 4;
  private static final int PROTOCOL = 16;
  private static final int VLAN_PRESENT = 20;
  private static final int VLAN_TAG = 24;
  private static final int VLAN_PROTOCOL = 28;
  static final int HASH = 68;

  private static final int ADDRESSES = 12; // of an Ethernet header, before its type
  private static final int ETHERNET_BYTES = 14;
  private static final int TAG_BYTES = 4;
  private static final int NO_USER = 65_534; // overflowuid

  /** {@code BPF_F_ADJ_ROOM_MASK}: nine flags, and the length of an inner header. */
  private static final long ROOM_FLAGS = 0xff00_0000_0000_01ffL;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  private SocketBufferHelpers() {}

  static void add(SimulatedKernel kernel, Map<Integer, Helper> table) {
    fields(kernel, table);
    tags(table);
    room(table);
  }

  private static void fields(SimulatedKernel kernel, Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_skb_change_type",
        (memory, _, type, _, _, _) -> {
          // Only between the types of received packets: PACKET_HOST to PACKET_OTHERHOST.
          int old = packet(memory).field(TYPE);
          if (Integer.compareUnsigned(old, 3) > 0 || Integer.compareUnsigned((int) type, 3) > 0) {
            return Errno.EINVAL;
          }
          packet(memory).put(TYPE, (int) type);
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_get_hash_recalc",
        (memory, _, _, _, _, _) -> {
          if (packet(memory).field(HASH) == 0) {
            packet(memory).put(HASH, new Key(packet(memory).packet()).hashCode() | 1);
          }
          return Integer.toUnsignedLong(packet(memory).field(HASH));
        });
    KernelHelpers.add(
        table,
        "bpf_set_hash_invalid",
        (memory, _, _, _, _, _) -> {
          packet(memory).put(HASH, 0);
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_set_hash",
        (memory, _, hash, _, _, _) -> {
          packet(memory).put(HASH, (int) hash);
          return 0;
        });
    // No packet belongs to a socket.
    KernelHelpers.add(table, "bpf_get_socket_cookie", (_, _, _, _, _, _) -> 0);
    KernelHelpers.add(table, "bpf_get_socket_uid", (_, _, _, _, _, _) -> NO_USER);
    KernelHelpers.add(table, "bpf_get_netns_cookie", (_, _, _, _, _, _) -> 1);
    KernelHelpers.add(table, "bpf_get_cgroup_classid", (_, _, _, _, _, _) -> 0);
    KernelHelpers.add(table, "bpf_get_route_realm", (_, _, _, _, _, _) -> 0);
    KernelHelpers.add(
        table, "bpf_skb_cgroup_id", (_, _, _, _, _, _) -> kernel.cgroups().innermost());
    KernelHelpers.add(
        table,
        "bpf_skb_ancestor_cgroup_id",
        (_, _, level, _, _, _) -> kernel.cgroups().at((int) level));
  }

  /** The first tag is in the buffer's fields, as network cards leave it; the others are in the packet. */
  private static void tags(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_skb_vlan_push",
        (memory, _, protocol, tag, _, _) -> {
          PacketContext packet = packet(memory);
          if (packet.length() < ETHERNET_BYTES) {
            return Errno.EINVAL;
          }
          if (packet.field(VLAN_PRESENT) != 0) {
            PacketHelpers.splice(memory, ADDRESSES, 0, TAG_BYTES);
            int type = packet.field(VLAN_PROTOCOL);
            int old = packet.field(VLAN_TAG);
            packet.write(
                ADDRESSES,
                new byte[] {(byte) type, (byte) (type >> 8), (byte) (old >> 8), (byte) old});
            packet.put(PROTOCOL, type);
          }
          int type = (short) protocol & 0xffff;
          boolean known = type == 0x0081 || type == 0xa888; // in network byte order
          setTag(packet, true, known ? type : 0x0081, (int) tag & 0xffff);
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_skb_vlan_pop",
        (memory, _, _, _, _, _) -> {
          PacketContext packet = packet(memory);
          if (packet.field(VLAN_PRESENT) != 0) {
            setTag(packet, false, 0, 0);
          } else if (isTagged(packet)) {
            PacketHelpers.splice(memory, ADDRESSES, TAG_BYTES, 0);
          } else {
            return 0;
          }
          if (isTagged(packet)) {
            int tag = packet.memory()[packet.metadataLength() + 14] << 8 & 0xff00;
            tag |= packet.memory()[packet.metadataLength() + 15] & 0xff;
            int type = ethertype(packet);
            PacketHelpers.splice(memory, ADDRESSES, TAG_BYTES, 0);
            setTag(packet, true, type, tag);
          }
          packet.put(PROTOCOL, ethertype(packet));
          return 0;
        });
  }

  private static void setTag(PacketContext packet, boolean present, int protocol, int tag) {
    packet.put(VLAN_PRESENT, present ? 1 : 0);
    packet.put(VLAN_PROTOCOL, protocol);
    packet.put(VLAN_TAG, tag);
  }

  private static boolean isTagged(PacketContext packet) {
    int type = packet.length() < ETHERNET_BYTES + TAG_BYTES ? 0 : ethertype(packet);
    return type == 0x0081 || type == 0xa888; // ETH_P_8021Q, ETH_P_8021AD
  }

  /** In network byte order, as the fields have it. */
  private static int ethertype(PacketContext packet) {
    byte[] type = packet.read(ADDRESSES, 2);
    return type == null ? 0 : type[0] & 0xff | (type[1] & 0xff) << 8;
  }

  private static void room(Map<Integer, Helper> table) {
    KernelHelpers.add(
        table,
        "bpf_skb_adjust_room",
        (memory, _, difference, mode, flags, _) -> {
          PacketContext packet = packet(memory);
          int by = (int) difference;
          int type = Short.toUnsignedInt(Short.reverseBytes((short) ethertype(packet)));
          if ((flags & ~ROOM_FLAGS) != 0) {
            return Errno.EINVAL;
          }
          if (Math.abs((long) by) > 0xfff) {
            return Errno.EFAULT;
          }
          if (type != IPV4 && type != IPV6) {
            return Errno.ENOTSUPP;
          }
          int network = type == IPV4 ? 20 : 40;
          // BPF_ADJ_ROOM_NET is 0, BPF_ADJ_ROOM_MAC 1
          if (Integer.compareUnsigned((int) mode, 1) > 0) {
            return Errno.ENOTSUPP;
          }
          int at = ETHERNET_BYTES + ((int) mode == 0 ? network : 0);
          int left = packet.length() - ETHERNET_BYTES;
          if (by < 0 ? -by >= left || left + by < network : packet.length() + by > 0xffff) {
            return Errno.ENOTSUPP;
          }
          if (at - Math.min(by, 0) > packet.length()) {
            return Errno.ENOMEM;
          }
          PacketHelpers.splice(memory, at, Math.max(-by, 0), Math.max(by, 0));
          return 0;
        });
    KernelHelpers.add(
        table,
        "bpf_skb_change_proto",
        (memory, _, protocol, flags, _, _) -> {
          PacketContext packet = packet(memory);
          int to = Short.toUnsignedInt(Short.reverseBytes((short) protocol));
          int from = Short.toUnsignedInt(Short.reverseBytes((short) packet.field(PROTOCOL)));
          if (flags != 0) {
            return Errno.EINVAL;
          }
          boolean grow = from == IPV4 && to == IPV6;
          if (!grow && !(from == IPV6 && to == IPV4)) {
            return Errno.ENOTSUPP;
          }
          if (packet.length() < ETHERNET_BYTES + (grow ? 0 : 20)) {
            return Errno.ENOMEM;
          }
          PacketHelpers.splice(memory, ETHERNET_BYTES, grow ? 0 : 20, grow ? 20 : 0);
          packet.put(PROTOCOL, (int) protocol & 0xffff);
          return 0;
        });
  }

  private static PacketContext packet(Memory memory) {
    return PacketHelpers.packet(memory);
  }
}
