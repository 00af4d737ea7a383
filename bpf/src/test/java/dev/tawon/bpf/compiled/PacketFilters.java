package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Tc;
import dev.tawon.lang.net.Arp;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.IpProtocol;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Ipv6;
import dev.tawon.lang.net.Ipv6Fragment;
import org.jspecify.annotations.Nullable;

/** A module for tests: thirty of tcpdump's filters. A program returns 1 for a packet that matches, and 0 for another. */
@BpfModule
public final class PacketFilters {
  private PacketFilters() {}

  private static final int IP = Ethernet.BYTES;

  private static int verdict(boolean matches) {
    return matches ? 1 : 0;
  }

  private static int type(SkBuff packet) {
    return packet.shortAt(12);
  }

  /** The protocol in IPv4, or -1. */
  private static int protocol4(SkBuff packet) {
    return type(packet) == Ethernet.IPV4 ? packet.byteAt(IP + 9) : -1;
  }

  /** Whether a protocol follows an IPv6 header, or the header of a fragment behind it. */
  private static boolean isProtocol6(SkBuff packet, int protocol) {
    if (type(packet) != Ethernet.IPV6) {
      return false;
    }
    int next = packet.byteAt(IP + 6);
    return next == protocol
        || (next == IpProtocol.IPV6_FRAGMENT && packet.byteAt(IP + Ipv6.BYTES) == protocol);
  }

  private static boolean isProtocol(SkBuff packet, int protocol) {
    return protocol4(packet) == protocol || isProtocol6(packet, protocol);
  }

  /** Where the header behind IPv4 begins, or -1: in a later fragment there is none. */
  private static int transport4(SkBuff packet) {
    int fragment = packet.shortAt(IP + 6);
    if (fragment < 0 || (fragment & 0x1fff) != 0) {
      return -1;
    }
    int first = packet.byteAt(IP);
    return first < 0 ? -1 : IP + ((first & 15) << 2);
  }

  private static boolean isTransport(int protocol, boolean tcp, boolean udp, boolean sctp) {
    return (tcp && protocol == IpProtocol.TCP)
        || (udp && protocol == IpProtocol.UDP)
        || (sctp && protocol == IpProtocol.SCTP);
  }

  /** Where the ports lie, or -1. */
  private static int ports(SkBuff packet, boolean tcp, boolean udp, boolean sctp) {
    return switch (type(packet)) {
      case Ethernet.IPV4 ->
          isTransport(packet.byteAt(IP + 9), tcp, udp, sctp) ? transport4(packet) : -1;
      case Ethernet.IPV6 ->
          isTransport(packet.byteAt(IP + 6), tcp, udp, sctp) ? IP + Ipv6.BYTES : -1;
      default -> -1;
    };
  }

  private static boolean isIn(int port, int from, int to) {
    return port >= from && port <= to;
  }

  private static boolean hasPort(SkBuff packet, int ports, int from, int to) {
    return ports >= 0
        && (isIn(packet.shortAt(ports), from, to) || isIn(packet.shortAt(ports + 2), from, to));
  }

  /** The flags of TCP in IPv4, or -1. */
  private static int flags(SkBuff packet) {
    if (protocol4(packet) != IpProtocol.TCP) {
      return -1;
    }
    int tcp = transport4(packet);
    return tcp < 0 ? -1 : packet.byteAt(tcp + 13);
  }

  private static boolean isIn(int address, int prefix, int bits, boolean known) {
    return known && (address ^ prefix) >>> (32 - bits) == 0;
  }

  private static boolean has(SkBuff packet, int offset, int prefix, int bits) {
    long address = packet.intAt(offset);
    return isIn((int) address, prefix, bits, address >= 0);
  }

  /** Whether an address of IPv4, ARP or reverse ARP lies in a network. */
  private static boolean isNet(SkBuff packet, int prefix, int bits) {
    return switch (type(packet)) {
      case Ethernet.IPV4 ->
          has(packet, IP + 12, prefix, bits) || has(packet, IP + 16, prefix, bits);
      case Ethernet.ARP, Ethernet.RARP ->
          has(packet, IP + 14, prefix, bits) || has(packet, IP + 24, prefix, bits);
      default -> false;
    };
  }

  @Tc
  static int ip(SkBuff packet) {
    return verdict(type(packet) == Ethernet.IPV4);
  }

  @Tc
  static int ip6(SkBuff packet) {
    return verdict(type(packet) == Ethernet.IPV6);
  }

  @Tc
  static int arp(SkBuff packet) {
    return verdict(type(packet) == Ethernet.ARP);
  }

  @Tc
  static int tcp(SkBuff packet) {
    return verdict(isProtocol(packet, IpProtocol.TCP));
  }

  @Tc
  static int udp(SkBuff packet) {
    return verdict(isProtocol(packet, IpProtocol.UDP));
  }

  @Tc
  static int icmp(SkBuff packet) {
    return verdict(protocol4(packet) == IpProtocol.ICMP);
  }

  @Tc
  static int icmp6(SkBuff packet) {
    return verdict(isProtocol6(packet, IpProtocol.ICMPV6));
  }

  @Tc
  static int vlan(SkBuff packet) {
    return switch (type(packet)) {
      case Ethernet.VLAN, Ethernet.PROVIDER_VLAN, 0x9100 -> 1;
      default -> 0;
    };
  }

  @Tc
  static int gre(SkBuff packet) {
    return verdict(protocol4(packet) == IpProtocol.GRE);
  }

  @Tc
  static int tcpPort80(SkBuff packet) {
    return verdict(hasPort(packet, ports(packet, true, false, false), 80, 80));
  }

  @Tc
  static int udpPort53(SkBuff packet) {
    return verdict(hasPort(packet, ports(packet, false, true, false), 53, 53));
  }

  @Tc
  static int port443(SkBuff packet) {
    return verdict(hasPort(packet, ports(packet, true, true, true), 443, 443));
  }

  @Tc
  static int sourcePort53(SkBuff packet) {
    int ports = ports(packet, true, true, true);
    return verdict(ports >= 0 && packet.shortAt(ports) == 53);
  }

  @Tc
  static int synchronize(SkBuff packet) {
    int flags = flags(packet);
    return verdict(flags >= 0 && (flags & 2) != 0);
  }

  @Tc
  static int synchronizeAlone(SkBuff packet) {
    int flags = flags(packet);
    return verdict(flags >= 0 && (flags & 0x12) == 2);
  }

  @Tc
  static int fewHops(SkBuff packet) {
    int hops = type(packet) == Ethernet.IPV4 ? packet.byteAt(IP + 8) : -1;
    return verdict(hops >= 0 && hops < 10);
  }

  @Tc
  static int greater512(SkBuff packet) {
    return verdict(Integer.compareUnsigned(packet.wire_len, 512) >= 0);
  }

  @Tc
  static int less64(SkBuff packet) {
    return verdict(Integer.compareUnsigned(packet.wire_len, 64) <= 0);
  }

  @Tc
  static int net10(SkBuff packet) {
    return verdict(isNet(packet, 0x0a000000, 8));
  }

  @Tc
  static int net192(SkBuff packet) {
    return verdict(isNet(packet, 0xc0a80000, 16));
  }

  @Tc
  static int sourceNet10AndTcp(SkBuff packet) {
    return verdict(
        type(packet) == Ethernet.IPV4
            && has(packet, IP + 12, 0x0a000000, 8)
            && protocol4(packet) == IpProtocol.TCP);
  }

  @Tc
  static int ipBroadcastOrMulticast(SkBuff packet) {
    if (type(packet) != Ethernet.IPV4) {
      return 0;
    }
    long to = packet.intAt(IP + 16);
    return verdict(to == 0 || to >= 0xe000_0000L);
  }

  @Tc
  static int etherMulticast(SkBuff packet) {
    int first = packet.byteAt(0);
    return verdict(first >= 0 && (first & 1) != 0);
  }

  @Tc
  static int laterFragment(SkBuff packet) {
    int fragment = type(packet) == Ethernet.IPV4 ? packet.shortAt(IP + 6) : -1;
    return verdict(fragment >= 0 && (fragment & 0x1fff) != 0);
  }

  @Tc
  static int neitherTcpNorUdp(SkBuff packet) {
    int protocol = protocol4(packet);
    return verdict(protocol >= 0 && protocol != IpProtocol.TCP && protocol != IpProtocol.UDP);
  }

  @Tc
  static int mpls(SkBuff packet) {
    return verdict(type(packet) == Ethernet.MPLS);
  }

  @Tc
  static int lowPort(SkBuff packet) {
    return verdict(hasPort(packet, ports(packet, true, true, true), 1, 1023));
  }

  @Tc
  static int synchronizeAndAcknowledge(SkBuff packet) {
    return verdict(flags(packet) == 0x12);
  }

  @Tc
  static int largeUdp(SkBuff packet) {
    return verdict(protocol4(packet) == IpProtocol.UDP && packet.shortAt(IP + 2) > 500);
  }

  @Tc
  static int ip6Udp(SkBuff packet) {
    return verdict(isProtocol6(packet, IpProtocol.UDP));
  }

  // The same as some above by headers, which whole packets have.

  private static @Nullable Ipv4 ipv4(SkBuff packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null || ethernet.type != Ethernet.IPV4) {
      return null;
    }
    return packet.at(Ethernet.BYTES, Ipv4.class);
  }

  @Tc
  static int icmpByHeaders(SkBuff packet) {
    Ipv4 ip = ipv4(packet);
    return verdict(ip != null && ip.protocol == IpProtocol.ICMP);
  }

  @Tc
  static int laterFragmentByHeaders(SkBuff packet) {
    Ipv4 ip = ipv4(packet);
    return verdict(ip != null && ip.fragmentOffset() != 0);
  }

  @Tc
  static int ip6UdpByHeaders(SkBuff packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null || ethernet.type != Ethernet.IPV6) {
      return 0;
    }
    Ipv6 ip = packet.at(Ethernet.BYTES, Ipv6.class);
    if (ip == null) {
      return 0;
    }
    if (ip.nextHeader != IpProtocol.IPV6_FRAGMENT) {
      return verdict(ip.nextHeader == IpProtocol.UDP);
    }
    Ipv6Fragment fragment = packet.at(Ethernet.BYTES + Ipv6.BYTES, Ipv6Fragment.class);
    return verdict(fragment != null && fragment.nextHeader == IpProtocol.UDP);
  }

  @Tc
  static int net10ByHeaders(SkBuff packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null) {
      return 0;
    }
    if (ethernet.type == Ethernet.IPV4) {
      Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
      return verdict(ip != null && (ip.source >>> 24 == 10 || ip.destination >>> 24 == 10));
    }
    if (ethernet.type == Ethernet.ARP || ethernet.type == Ethernet.RARP) {
      Arp arp = packet.at(Ethernet.BYTES, Arp.class);
      return verdict(arp != null && (arp.sender >>> 24 == 10 || arp.target >>> 24 == 10));
    }
    return 0;
  }

  @Tc
  static int etherMulticastByHeaders(SkBuff packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    return verdict(ethernet != null && ethernet.isMulticast());
  }
}
