package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.DeviceMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;

/** {@code x29_forward.bpf.c}: a router. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MultipleTopLevelClasses"})
public final class RouteForwarder {
  private static final int FAMILY_4 = 2;
  private static final int FAMILY_6 = 10;

  private RouteForwarder() {}

  /** {@code struct bpf_fib_lookup}: what is asked, and what is answered. */
  @Struct
  static final class Route {
    byte family;
    byte protocol;
    char sourcePort;
    char destinationPort;
    char length;
    int port;
    int flow;

    @Length(4)
    int[] source;

    @Length(4)
    int[] destination;

    int table;

    @Length(6)
    byte[] from;

    @Length(6)
    byte[] to;
  }

  /** An IPv6 header in words. */
  @Struct
  static final class Header6 {
    int flow;
    char payload;
    byte next;
    byte hops;

    @Length(4)
    int[] source;

    @Length(4)
    int[] destination;
  }

  /** As in C. */
  public static final DeviceMap PORTS = DeviceMap.of(64);

  /** As in C. */
  public static final PerCpuArray<Counter> RESULTS = PerCpuArray.of(16);

  private static void count(int what) {
    Counter counter = RESULTS.get(what);
    if (counter != null) {
      counter.value++;
    }
  }

  @Xdp
  static int forward(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    if (ethernet == null) {
      return XdpAction.DROP;
    }
    Route route = new Route();
    Ipv4 ip = null;
    Header6 ip6 = null;
    char type = ethernet.type;
    if (type == Ethernet.IPV4) {
      ip = packet.at(Ethernet.BYTES, Ipv4.class);
      if (ip == null) {
        return XdpAction.DROP;
      }
      if ((ip.timeToLive & 0xff) <= 1) {
        return XdpAction.PASS;
      }
      route.family = FAMILY_4;
      route.flow = ip.typeOfService & 0xff;
      route.protocol = ip.protocol;
      route.length = ip.totalLength;
      route.source[0] = Integer.reverseBytes(ip.source);
      route.destination[0] = Integer.reverseBytes(ip.destination);
    } else if (type == Ethernet.IPV6) {
      ip6 = packet.at(Ethernet.BYTES, Header6.class);
      if (ip6 == null) {
        return XdpAction.DROP;
      }
      if ((ip6.hops & 0xff) <= 1) {
        return XdpAction.PASS;
      }
      route.family = FAMILY_6;
      route.flow = ip6.flow & 0xffffff0f;
      route.protocol = ip6.next;
      route.length = Character.reverseBytes(ip6.payload);
      for (int i = 0; i < 4; i++) {
        route.source[i] = ip6.source[i];
        route.destination[i] = ip6.destination[i];
      }
    } else {
      return XdpAction.PASS;
    }
    route.port = packet.ingress_ifindex;
    long result = Helpers.fibLookup(packet, route, 64, 0);
    count((int) result & 15);
    if (result == 0) {
      if (ip != null) {
        int checksum = ip.checksum + 0x100;
        ip.checksum = (char) (checksum + (checksum >>> 16));
        ip.timeToLive--;
      } else if (ip6 != null) {
        ip6.hops--;
      }
      for (int i = 0; i < 6; i++) {
        ethernet.destination[i] = route.to[i];
        ethernet.source[i] = route.from[i];
      }
      return PORTS.redirect(route.port, 0);
    }
    return result >= 1 && result <= 3 ? XdpAction.DROP : XdpAction.PASS;
  }
}
