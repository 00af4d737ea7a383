package dev.tawon.bench.programs;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.LruHashMap;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** {@code x18_dns.bpf.c}: names asked for by DNS. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class DnsNames {
  private DnsNames() {}

  @Struct
  static final class Dns {
    @BigEndian char id;
    @BigEndian char flags;
    @BigEndian char questions;
    @BigEndian char answers;
    int rest;
  }

  @Struct
  static final class Letter {
    byte value;
  }

  /** As in C. */
  public static final LruHashMap<Integer, Counter> NAMES = LruHashMap.of(4096);

  @Xdp
  static int dns(XdpPacket p) {
    Ethernet eth = p.at(0, Ethernet.class);
    if (eth == null || eth.type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    Ipv4 ip = p.at(14, Ipv4.class);
    if (ip == null || ip.protocol != 17) {
      return XdpAction.PASS;
    }
    int at = 14 + ip.headerBytes();
    Udp udp = p.at(at, Udp.class);
    if (udp == null || udp.destination != 53) {
      return XdpAction.PASS;
    }
    at += 8;
    Dns dns = p.at(at, Dns.class);
    if (dns == null || (dns.flags & 0x8000) != 0 || dns.questions != 1) {
      return XdpAction.PASS;
    }
    at += 12;
    int hash = 0x811c9dc5;
    for (int i = 0; i < 64; i++) {
      Letter l = p.at(at + i, Letter.class);
      if (l == null) {
        return XdpAction.DROP;
      }
      int c = l.value & 0xff;
      if (c == 0) break;
      if (c >= 'A' && c <= 'Z') c += 32;
      hash = (hash ^ c) * 16777619;
    }
    Counter n = NAMES.get(hash);
    if (n != null) n.add(1);
    else NAMES.put(hash, new Counter());
    return XdpAction.PASS;
  }
}
