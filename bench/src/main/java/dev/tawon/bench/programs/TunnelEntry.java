package dev.tawon.bench.programs;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** {@code x24_vxlan.bpf.c}: packets put into VXLAN. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MultipleTopLevelClasses"})
public final class TunnelEntry {
  private TunnelEntry() {}

  /** Where a tunnel leads. */
  @Struct
  public static final class Tunnel {
    @Length(6)
    public byte[] destination;

    @Length(6)
    public byte[] source;

    @BigEndian public int from;
    @BigEndian public int to;
    public int network;
    public int padding;
    @Embedded public Counter packets;
  }

  /** A VXLAN header. */
  @Struct
  static final class Vxlan {
    @BigEndian int flags;
    @BigEndian int network;
  }

  /** An IPv4 header as what its checksum is made of. */
  @Struct
  static final class Words {
    @Length(10)
    char[] words;
  }

  /** As in C. */
  public static final HashMap<Integer, Tunnel> TUNNELS = HashMap.of(256);

  private static char fold(int number) {
    int sum = (number & 0xffff) + (number >>> 16);
    return (char) ((sum & 0xffff) + (sum >>> 16));
  }

  @Xdp
  static int encap(XdpPacket packet) {
    Tunnel tunnel = TUNNELS.get(packet.ingress_ifindex);
    if (tunnel == null) {
      return XdpAction.PASS;
    }
    int length = packet.length();
    if (Helpers.xdpAdjustHead(packet, -50) != 0) {
      return XdpAction.DROP;
    }
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    Words words = packet.at(Ethernet.BYTES, Words.class);
    Udp udp = packet.at(34, Udp.class);
    Vxlan vxlan = packet.at(42, Vxlan.class);
    Ethernet inner = packet.at(50, Ethernet.class);
    if (inner == null
        || ethernet == null
        || ip == null
        || words == null
        || udp == null
        || vxlan == null) {
      return XdpAction.DROP;
    }
    for (int i = 0; i < 6; i++) {
      ethernet.destination[i] = tunnel.destination[i];
      ethernet.source[i] = tunnel.source[i];
    }
    ethernet.type = Ethernet.IPV4;
    ip.versionAndLength = 0x45;
    ip.typeOfService = 0;
    ip.totalLength = (char) (length + 36);
    ip.identification = 0;
    ip.fragment = 0x4000;
    ip.timeToLive = 64;
    ip.protocol = 17;
    ip.checksum = 0;
    ip.source = tunnel.from;
    ip.destination = tunnel.to;
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += words.words[i];
    }
    words.words[5] = (char) ~fold(sum);
    int hash = 0;
    for (int i = 0; i < 6; i++) {
      hash = hash * 31 + (inner.source[i] & 0xff);
    }
    udp.source = (char) (0xc000 | (hash & 0x3fff));
    udp.destination = 4789;
    udp.length = (char) (length + 16);
    udp.checksum = 0;
    vxlan.flags = 0x08000000;
    vxlan.network = tunnel.network << 8;
    tunnel.packets.add(1);
    return XdpAction.TX;
  }
}
