package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Direction;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Length;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.IpProtocol;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Tcp;

/** {@code x30_sockets.bpf.c}: what comes for a socket that listens, and for none. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MultipleTopLevelClasses"})
public final class ListenerGuard {
  private static final int ESTABLISHED = 1;
  private static final int LISTEN = 10;

  private ListenerGuard() {}

  /** {@code ipv4} of {@code struct bpf_sock_tuple}, in network byte order. */
  @Struct
  static final class Tuple {
    int source;
    int destination;
    char sourcePort;
    char destinationPort;
  }

  /** {@code struct bpf_sock}. */
  @Struct
  static final class Sock {
    int device;
    int family;
    int type;
    int protocol;
    int mark;
    int priority;
    int source;

    @Length(4)
    int[] source6;

    int sourcePort;
    char destinationPort;
    int destination;

    @Length(4)
    int[] destination6;

    int state;
    int queue;
  }

  /** As in C. */
  public static final HashMap<Character, Counter> CLOSED = HashMap.of(4096);

  @Tc(Direction.INGRESS)
  static int guard(SkBuff packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    Tcp tcp = packet.at(Ethernet.BYTES + Ipv4.BYTES, Tcp.class);
    if (ethernet == null || ip == null || tcp == null) {
      return TcAction.OK;
    }
    if (ethernet.type != Ethernet.IPV4
        || ip.headerBytes() != Ipv4.BYTES
        || ip.protocol != IpProtocol.TCP) {
      return TcAction.OK;
    }
    Tuple tuple = new Tuple();
    tuple.source = Integer.reverseBytes(ip.source);
    tuple.destination = Integer.reverseBytes(ip.destination);
    tuple.sourcePort = Character.reverseBytes(tcp.source);
    tuple.destinationPort = Character.reverseBytes(tcp.destination);
    char port = tuple.destinationPort;
    Sock socket = Helpers.skLookupTcp(packet, tuple, 12, -1, 0, Sock.class);
    if (socket != null) {
      int state = socket.state;
      int mark = socket.mark;
      Helpers.skRelease(socket);
      if (mark != 0) {
        packet.mark = mark;
      }
      return state == LISTEN || state == ESTABLISHED ? TcAction.OK : TcAction.SHOT;
    }
    Counter count = CLOSED.get(port);
    if (count != null) {
      count.add(1);
      return TcAction.SHOT;
    }
    Counter one = new Counter();
    one.value = 1;
    CLOSED.put(port, one);
    return TcAction.SHOT;
  }
}
