package dev.tawon.bench.programs;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Length;
import dev.tawon.lang.Packed;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.LruHashMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Tcp;
import dev.tawon.lang.net.Vlan;

/** {@code x20_tls.bpf.c}: what TLS connections begin with. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class TlsHellos {
  private TlsHellos() {}

  @Struct
  @Packed
  static final class Hello {
    byte type;
    @BigEndian char version;
    @BigEndian char length;
    byte kind;

    @Length(3)
    byte[] size;

    @BigEndian char client;

    @Length(32)
    byte[] random;

    byte session;
  }

  /** A connection. */
  @Struct
  public static final class Seen {
    public long first;
    public Counter count;
    public char version;
    public char port;
    public int address;
  }

  /** A number. */
  @Struct
  public static final class Count {
    public long value;
  }

  /** As in C. */
  public static final LruHashMap<Long, Seen> HELLOS = LruHashMap.of(8192);

  /** As in C. */
  public static final PerCpuArray<Count> KINDS = PerCpuArray.of(8);

  @Xdp
  static int tls(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null) {
      return XdpAction.PASS;
    }
    int type = ethernet.type;
    int at = Ethernet.BYTES;
    if (type == Ethernet.VLAN) {
      Vlan vlan = packet.at(at, Vlan.class);
      if (vlan == null) {
        return XdpAction.PASS;
      }
      type = vlan.type;
      at += Vlan.BYTES;
    }
    if (type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    Ipv4 ip = packet.at(at, Ipv4.class);
    if (ip == null || ip.protocol != 6 || ip.headerBytes() < 20) {
      return XdpAction.PASS;
    }
    at += ip.headerBytes();
    Tcp tcp = packet.at(at, Tcp.class);
    if (tcp == null || tcp.destination != 443 && tcp.destination != 8443) {
      return XdpAction.PASS;
    }
    Hello hello = packet.at(at + tcp.headerBytes(), Hello.class);
    if (hello == null || hello.type != 22) {
      return XdpAction.PASS;
    }
    int kind =
        switch (hello.kind) {
          case 1 -> 1;
          case 2 -> 2;
          case 11 -> 3;
          case 16 -> 4;
          default -> 0;
        };
    Count count = KINDS.get(kind);
    if (count != null) {
      count.value++;
    }
    if (kind != 1) {
      return XdpAction.PASS;
    }
    int version = hello.client;
    long id = 0xcbf29ce484222325L;
    for (int i = 0; i < 16; i++) {
      id = (id ^ (hello.random[i] & 0xff)) * 0x100000001b3L;
    }
    Seen seen = HELLOS.get(id);
    if (seen != null) {
      seen.count.add(1);
      return XdpAction.PASS;
    }
    Seen fresh = new Seen();
    fresh.first = Bpf.monotonicTimeNs();
    fresh.count.add(1);
    fresh.version = (char) version;
    fresh.port = tcp.source;
    fresh.address = ip.source;
    HELLOS.putIfAbsent(id, fresh);
    return version < 0x303 ? XdpAction.DROP : XdpAction.PASS;
  }
}
