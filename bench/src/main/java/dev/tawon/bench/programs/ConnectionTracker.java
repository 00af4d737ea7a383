package dev.tawon.bench.programs;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.LruHashMap;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Tcp;

/** {@code x6_conntrack.bpf.c}: TCP connections' states. */
@BpfModule(license = "GPL")
public final class ConnectionTracker {
  private static final int TCP = 6;
  private static final int NEW = 1;
  private static final int ESTABLISHED = 2;
  private static final int CLOSING = 3;

  /** Which connection. */
  @Struct
  public static final class Key {
    @BigEndian public int source;
    @BigEndian public int destination;
    @BigEndian public char sourcePort;
    @BigEndian public char destinationPort;
    public byte protocol;
    public byte padding1;
    public char padding2;
  }

  /** What became of it. */
  @Struct
  public static final class Connection {
    public long packets;
    public long bytes;
    public long lastNs;
    public int state;
    public int flags;
  }

  /** By addresses and ports. */
  public static final LruHashMap<Key, Connection> CONNECTIONS = LruHashMap.of(65_536);

  private ConnectionTracker() {}

  @Xdp
  static int track(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null || ethernet.type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ip == null || ip.protocol != TCP || ip.headerBytes() != 20) {
      return XdpAction.PASS;
    }
    Tcp tcp = packet.at(Ethernet.BYTES + 20, Tcp.class);
    if (tcp == null) {
      return XdpAction.PASS;
    }
    Key key = new Key();
    key.source = ip.source;
    key.destination = ip.destination;
    key.sourcePort = tcp.source;
    key.destinationPort = tcp.destination;
    key.protocol = ip.protocol;
    int flags = tcp.lengthAndFlags & 0xff;
    Connection known = CONNECTIONS.get(key);
    if (known == null) {
      Connection fresh = new Connection();
      fresh.packets = 1;
      fresh.bytes = packet.data_end - packet.data;
      fresh.lastNs = Bpf.monotonicTimeNs();
      fresh.state = (flags & 2) != 0 ? NEW : ESTABLISHED;
      fresh.flags = flags;
      CONNECTIONS.put(key, fresh);
      return XdpAction.PASS;
    }
    known.packets++;
    known.bytes += packet.data_end - packet.data;
    known.lastNs = Bpf.monotonicTimeNs();
    known.flags |= flags;
    if ((flags & 5) != 0) {
      known.state = CLOSING;
    } else if (known.state == NEW && (flags & 16) != 0) {
      known.state = ESTABLISHED;
    }
    if (known.state == CLOSING && (flags & 5) == 0) {
      return XdpAction.DROP;
    }
    return XdpAction.PASS;
  }
}
