package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Icmp;
import dev.tawon.lang.net.Ipv4;

/** {@code x10_checksum.bpf.c}: answers pings. */
@BpfModule(license = "GPL")
@SuppressWarnings("NullAway.Init") // it lies in a packet
public final class PingResponder {
  private static final int ICMP = 1;

  /** An IPv4 header as what its checksum is made of. */
  @Struct
  static final class Words {
    @Length(10)
    char[] words;
  }

  private PingResponder() {}

  @Xdp
  static int ping(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    Words header = packet.at(Ethernet.BYTES, Words.class);
    Icmp icmp = packet.at(Ethernet.BYTES + 20, Icmp.class);
    if (icmp == null || ethernet == null || ip == null || header == null) {
      return XdpAction.PASS;
    }
    if (ethernet.type != Ethernet.IPV4 || ip.headerBytes() != 20 || ip.protocol != ICMP) {
      return XdpAction.PASS;
    }
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += header.words[i];
    }
    if (fold(sum) != 0xffff) {
      return XdpAction.DROP;
    }
    if (icmp.type != 8) {
      return XdpAction.PASS;
    }
    for (int i = 0; i < 6; i++) {
      byte octet = ethernet.destination[i];
      ethernet.destination[i] = ethernet.source[i];
      ethernet.source[i] = octet;
    }
    int address = ip.source;
    ip.source = ip.destination;
    ip.destination = address;
    icmp.type = 0;
    int check = ~icmp.checksum & 0xffff;
    check += 0xffff - 0x800;
    icmp.checksum = (char) ~fold(check);
    return XdpAction.TX;
  }

  private static char fold(int number) {
    int sum = (number & 0xffff) + (number >>> 16);
    return (char) ((sum & 0xffff) + (sum >>> 16));
  }
}
