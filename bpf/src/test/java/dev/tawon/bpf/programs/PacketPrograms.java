package dev.tawon.bpf.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupSkb;
import dev.tawon.lang.Counter;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketFilter;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** A module for tests: programs that see packets. */
@BpfModule
public final class PacketPrograms {
  private PacketPrograms() {}

  public static final Array<Counter> SEEN = Array.of(4);

  private static void count(int index) {
    Counter counter = SEEN.get(index);
    if (counter != null) {
      counter.add(1);
    }
  }

  /** Drops UDP to port 9, and answers port 7 by turning the ports round. */
  @Xdp
  static int onXdp(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null || ethernet.type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ip == null || ip.protocol != 17) {
      return XdpAction.PASS;
    }
    Udp udp = packet.at(Ethernet.BYTES + ip.headerBytes(), Udp.class);
    if (udp == null) {
      return XdpAction.ABORTED;
    }
    if (udp.destination == 9) {
      count(0);
      return XdpAction.DROP;
    }
    if (udp.destination == 7) {
      char source = udp.source;
      udp.source = udp.destination;
      udp.destination = source;
      return XdpAction.TX;
    }
    return XdpAction.PASS;
  }

  @Tc
  static int onTc(SkBuff packet) {
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ip == null) {
      return TcAction.OK;
    }
    packet.mark = 42;
    return ip.destination == 0x7f000002 && packet.mark == 42 ? TcAction.SHOT : TcAction.OK;
  }

  /** Keeps as many bytes as the packet's first byte says. */
  @SocketFilter
  static int onSocket(SkBuff packet) {
    return packet.len > 60 ? 60 : packet.len;
  }

  @CgroupSkb
  static int onCgroup(SkBuff packet) {
    return packet.len & 1;
  }

  @Xdp
  static int onLength(XdpPacket packet) {
    return packet.length() == 70 ? XdpAction.DROP : XdpAction.TX;
  }

  /** Needs no check of null: a packet that is too short is a fault, which passes. */
  @Xdp
  static int onShort(XdpPacket packet) {
    return packet.at(60, Ethernet.class).type == 1 ? XdpAction.DROP : XdpAction.TX;
  }
}
