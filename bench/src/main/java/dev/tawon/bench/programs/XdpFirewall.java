package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.LpmTrie;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;

/** {@code c4_xdpfw.bpf.c}: drops packets by sender and by port, and counts. */
@BpfModule(license = "GPL")
public final class XdpFirewall {
  private static final int TCP = 6;
  private static final int UDP = 17;

  /** A sender. */
  @Struct
  public static final class Prefix {
    public int length;
    public int address;
  }

  /** What became of packets. */
  @Struct
  public static final class Count {
    public long packets;
    public long bytes;
  }

  /** Senders whose packets are dropped. */
  public static final LpmTrie<Prefix, Integer> DENIED = LpmTrie.of(65_536);

  /** By protocol, in the upper half, and port. */
  public static final HashMap<Integer, Integer> PORTS = HashMap.of(4096);

  /** By verdict. */
  public static final PerCpuArray<Count> COUNTS = PerCpuArray.of(4);

  private XdpFirewall() {}

  @Xdp
  static int onPacket(XdpPacket packet) {
    long bytes = packet.data_end - packet.data;
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null) {
      return XdpAction.ABORTED;
    }
    if (ethernet.type != Ethernet.IPV4) {
      return done(XdpAction.PASS, bytes);
    }
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ip == null || ip.headerBytes() < 20) {
      return done(XdpAction.DROP, bytes);
    }
    Prefix sender = new Prefix();
    sender.length = 32;
    sender.address = Integer.reverseBytes(ip.source);
    if (DENIED.get(sender) != null) {
      return done(XdpAction.DROP, bytes);
    }
    if (ip.protocol == TCP || ip.protocol == UDP) {
      Udp ports = packet.at(Ethernet.BYTES + ip.headerBytes(), Udp.class);
      if (ports == null) {
        return done(XdpAction.DROP, bytes);
      }
      Integer denied = PORTS.get(ip.protocol << 16 | ports.destination);
      if (denied != null && denied != 0) {
        return done(XdpAction.DROP, bytes);
      }
    }
    return done(XdpAction.PASS, bytes);
  }

  private static int done(int verdict, long bytes) {
    Count count = COUNTS.get(verdict);
    if (count != null) {
      count.packets++;
      count.bytes += bytes;
    }
    return verdict;
  }
}
