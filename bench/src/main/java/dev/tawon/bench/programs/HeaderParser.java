package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Ipv6;
import dev.tawon.lang.net.Tcp;
import dev.tawon.lang.net.Vlan;

/** {@code x1_parser.bpf.c}: VLAN tags, IPv4 or IPv6, TCP and its first option. */
@BpfModule(license = "GPL")
public final class HeaderParser {
  private static final int TCP = 6;
  private static final int SYN = 2;

  /** Segments of a kind. */
  @Struct
  public static final class Count {
    public long packets;
    public long bytes;
  }

  /** A TCP option of one 16-bit number. */
  @Struct
  static final class TcpOption {
    byte kind;
    byte length;

    @dev.tawon.lang.BigEndian char value;
  }

  /** By what the options say. */
  public static final PerCpuArray<Count> COUNTS = PerCpuArray.of(16);

  private HeaderParser() {}

  @Xdp
  static int parse(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null) {
      return XdpAction.PASS;
    }
    char type = ethernet.type;
    int at = Ethernet.BYTES;
    for (int i = 0; i < 2 && type == Ethernet.VLAN; i++) {
      Vlan tag = packet.at(at, Vlan.class);
      if (tag == null) {
        return XdpAction.PASS;
      }
      type = tag.type;
      at += 4;
    }
    byte protocol;
    if (type == Ethernet.IPV4) {
      Ipv4 ip = packet.at(at, Ipv4.class);
      if (ip == null) {
        return XdpAction.PASS;
      }
      protocol = ip.protocol;
      at += ip.headerBytes();
    } else if (type == Ethernet.IPV6) {
      Ipv6 ip = packet.at(at, Ipv6.class);
      if (ip == null) {
        return XdpAction.PASS;
      }
      protocol = ip.nextHeader;
      at += 40;
    } else {
      return XdpAction.PASS;
    }
    if (protocol != TCP) {
      return XdpAction.PASS;
    }
    Tcp tcp = packet.at(at, Tcp.class);
    if (tcp == null) {
      return XdpAction.PASS;
    }
    int kind = 0;
    if ((tcp.lengthAndFlags & SYN) != 0 && tcp.headerBytes() > 20) {
      TcpOption option = packet.at(at + 20, TcpOption.class);
      if (option != null && option.kind == 2 && option.length == 4) {
        int size = option.value;
        kind = size >= 1460 ? 3 : size >= 1200 ? 2 : 1;
      }
    }
    Count count = COUNTS.get(kind);
    if (count != null) {
      count.packets++;
      count.bytes += packet.data_end - packet.data;
    }
    return XdpAction.PASS;
  }
}
