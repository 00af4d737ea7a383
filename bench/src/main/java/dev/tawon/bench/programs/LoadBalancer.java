package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** {@code x14_balancer.bpf.c}: a load balancer that rewrites addresses. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class LoadBalancer {
  private LoadBalancer() {}

  /** A vip. */
  @Struct
  public static final class Vip {
    public int address;
    public char port;
    public byte protocol;
  }

  /** A backend. */
  @Struct
  public static final class Backend {
    @Length(6)
    public byte[] mac;

    public int address;
    public Counter packets;
  }

  /** As in C. */
  public static final HashMap<Vip, Integer> VIPS = HashMap.of(256);

  /** As in C. */
  public static final Array<Backend> BACKENDS = Array.of(1024);

  private static int mix(int h) {
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    h ^= h >>> 16;
    return h;
  }

  @Xdp
  static int balance(XdpPacket p) {
    Ethernet eth = p.at(0, Ethernet.class);
    if (eth == null || eth.type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    Ipv4 ip = p.at(Ethernet.BYTES, Ipv4.class);
    if (ip == null || ip.headerBytes() != 20) {
      return XdpAction.PASS;
    }
    if (ip.protocol != 17) {
      return XdpAction.PASS;
    }
    Udp udp = p.at(34, Udp.class);
    if (udp == null) {
      return XdpAction.PASS;
    }
    Vip vip = new Vip();
    vip.address = ip.destination;
    vip.port = udp.destination;
    vip.protocol = ip.protocol;
    Integer group = VIPS.get(vip);
    if (group == null) {
      return XdpAction.PASS;
    }
    int hash = mix(ip.source ^ ((udp.source << 16) | udp.destination));
    Backend b = BACKENDS.get(group * 16 + (hash & 15));
    if (b == null) {
      return XdpAction.DROP;
    }
    int old = ip.destination;
    int sum =
        (~ip.checksum & 0xffff)
            + (~(old >>> 16) & 0xffff)
            + (~old & 0xffff)
            + (b.address >>> 16)
            + (b.address & 0xffff);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    ip.checksum = (char) ~sum;
    ip.destination = b.address;
    udp.checksum = 0;
    for (int i = 0; i < 6; i++) eth.source[i] = eth.destination[i];
    for (int i = 0; i < 6; i++) eth.destination[i] = b.mac[i];
    b.packets.add(1);
    return XdpAction.TX;
  }
}
