package dev.tawon.bpf.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Length;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** A module for tests: programs that look at packets before and after they move them. */
@BpfModule
public final class MovedPackets {
  private MovedPackets() {}

  /** Four bytes. */
  @Struct
  static final class Word {
    @Length(4)
    byte[] bytes;
  }

  /** Puts the frame into another one of twice the type, from where it came to where it was to go. */
  @Xdp
  static int within(XdpPacket packet) {
    Ethernet before = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (before == null || ip == null) {
      return XdpAction.PASS;
    }
    int type = before.type + ip.protocol;
    if (Helpers.xdpAdjustHead(packet, -Ethernet.BYTES) != 0) {
      return XdpAction.ABORTED;
    }
    Ethernet outer = packet.at(0, Ethernet.class);
    Ethernet inner = packet.at(Ethernet.BYTES, Ethernet.class);
    Ipv4 moved = packet.at(2 * Ethernet.BYTES, Ipv4.class);
    if (outer == null || inner == null || moved == null) {
      return XdpAction.DROP;
    }
    for (int i = 0; i < 6; i++) {
      outer.destination[i] = inner.source[i];
      outer.source[i] = inner.destination[i];
    }
    outer.type = (char) (type + inner.type + moved.protocol);
    return XdpAction.TX;
  }

  /** Takes the first four bytes off what is UDP, and says in the type what it finds then. */
  @Xdp
  static int perhaps(XdpPacket packet) {
    Ethernet before = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (before == null || ip == null) {
      return XdpAction.PASS;
    }
    if (ip.protocol == 17 && Helpers.xdpAdjustHead(packet, 4) != 0) {
      return XdpAction.ABORTED;
    }
    Ethernet after = packet.at(0, Ethernet.class);
    Ipv4 behind = packet.at(Ethernet.BYTES, Ipv4.class);
    if (after == null || behind == null) {
      return XdpAction.DROP;
    }
    after.type = (char) (behind.timeToLive << 8 | behind.protocol & 0xff);
    return XdpAction.TX;
  }

  /** Adds up what comes to be at two places, two bytes further on in each round. */
  @Xdp
  static int rounds(XdpPacket packet) {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      Word first = packet.at(0, Word.class);
      Word second = packet.at(20, Word.class);
      if (first == null || second == null) {
        return XdpAction.DROP;
      }
      sum = sum * 7 + first.bytes[0] + first.bytes[3] + second.bytes[1];
      if (Helpers.xdpAdjustHead(packet, 2) != 0) {
        return XdpAction.ABORTED;
      }
    }
    Word begin = packet.at(0, Word.class);
    if (begin == null) {
      return XdpAction.DROP;
    }
    begin.bytes[0] = (byte) sum;
    return XdpAction.TX;
  }

  /** Writes to a packet by a helper, and looks at it before and after. */
  @Tc
  static int written(SkBuff packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    Udp udp = packet.at(Ethernet.BYTES + Ipv4.BYTES, Udp.class);
    if (ethernet == null || ip == null || udp == null) {
      return TcAction.OK;
    }
    if (ethernet.type != Ethernet.IPV4 || ip.headerBytes() != 20 || udp.destination != 53) {
      return TcAction.OK;
    }
    Word address = new Word();
    address.bytes[0] = 10;
    address.bytes[3] = (byte) udp.source;
    Helpers.l3CsumReplace(packet, 24, 0, 1, 2);
    if (Helpers.skbStoreBytes(packet, 30, address, 4, 0) != 0) {
      return TcAction.SHOT;
    }
    Ipv4 after = packet.at(Ethernet.BYTES, Ipv4.class);
    Udp behind = packet.at(Ethernet.BYTES + Ipv4.BYTES, Udp.class);
    if (after == null || behind == null) {
      return TcAction.SHOT;
    }
    behind.destination = (char) after.destination;
    return TcAction.REDIRECT;
  }
}
