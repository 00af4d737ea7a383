package dev.tawon.bench.programs;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv6;

/** {@code x8_switch.bpf.c}: what an IPv6 packet is. */
@BpfModule(license = "GPL")
public final class HeaderChain {
  /** The beginning of any header behind IPv6's. */
  @Struct
  static final class Next {
    byte next;
    byte length;

    @BigEndian char destination;
    int rest;
  }

  /** A number. */
  @Struct
  public static final class Count {
    public long value;
  }

  /** By kind. */
  public static final PerCpuArray<Count> KINDS = PerCpuArray.of(32);

  private HeaderChain() {}

  @Xdp
  static int classify(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null) {
      return XdpAction.ABORTED;
    }
    if (ethernet.type != Ethernet.IPV6) {
      return XdpAction.PASS;
    }
    Ipv6 ip = packet.at(Ethernet.BYTES, Ipv6.class);
    if (ip == null) {
      return XdpAction.ABORTED;
    }
    int kind = 0;
    int next = ip.nextHeader & 0xff;
    int at = Ethernet.BYTES + 40;
    loop:
    for (int i = 0; i < 4; i++) {
      Next header = packet.at(at, Next.class);
      if (header == null) {
        return XdpAction.DROP;
      }
      switch (next) {
        case 0, 43, 60 -> {
          next = header.next & 0xff;
          at += ((header.length & 0xff) + 1) * 8;
        }
        case 44 -> {
          next = header.next & 0xff;
          at += 8;
        }
        case 6, 17 -> {
          kind = service(header.destination);
          break loop;
        }
        case 58 -> {
          kind =
              switch (header.next & 0xff) {
                case 1, 2, 3, 4 -> 1;
                case 128, 129 -> 2;
                case 133, 134, 135, 136, 137 -> 3;
                default -> 4;
              };
          break loop;
        }
        case 59 -> {
          kind = 5;
          break loop;
        }
        default -> {
          kind = 6;
          break loop;
        }
      }
    }
    Count count = KINDS.get(kind);
    if (count != null) {
      count.value++;
    }
    return kind == 6 ? XdpAction.DROP : XdpAction.PASS;
  }

  private static int service(char port) {
    return switch (port) {
      case 22 -> 10;
      case 25 -> 11;
      case 53, 853 -> 12;
      case 80, 443, 8080 -> 13;
      case 123 -> 14;
      default -> 15;
    };
  }
}
