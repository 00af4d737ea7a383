package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** {@code c3_tcpconnect.bpf.c}: a connection that begins, but for ports that are allowed. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes them, with the kernel's names
public final class TcpConnect {
  private static final int SYN_SENT = 2;
  private static final int INET = 2;

  /** A connection. */
  @Struct
  public static final class Event {
    public long timeNs;
    public int process;
    public int user;
    public char family;
    public char remotePort;
    public char localPort;
    public char padding;

    @Length(16)
    public byte[] localAddress;

    @Length(16)
    public byte[] remoteAddress;

    @Length(16)
    public byte[] comm;
  }

  /** A port. */
  @Struct
  public static final class Port {
    public char number;
  }

  /** That a port is allowed. */
  @Struct
  public static final class Allowed {
    public byte value;
  }

  @KernelType("in6_addr")
  static final class In6Addr {}

  @KernelType("sock_common")
  static final class SockCommon {
    short skc_family;
    short skc_dport;
    short skc_num;
    int skc_rcv_saddr;
    int skc_daddr;
    @Embedded In6Addr skc_v6_rcv_saddr;
    @Embedded In6Addr skc_v6_daddr;
  }

  @KernelType("sock")
  static final class Sock {
    @Embedded SockCommon __sk_common;
  }

  public static final HashMap<Port, Allowed> ALLOWED = HashMap.of(1024);
  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 20);

  private TcpConnect() {}

  @BtfTracepoint("inet_sock_set_state")
  static void onStateChange(Sock socket, int oldState, int newState) {
    if (newState != SYN_SENT) {
      return;
    }
    Port port = new Port();
    port.number = (char) Short.reverseBytes(socket.__sk_common.skc_dport);
    if (ALLOWED.get(port) != null) {
      return;
    }
    Event event = EVENTS.reserve(Event.class);
    if (event == null) {
      return;
    }
    event.timeNs = Bpf.monotonicTimeNs();
    event.process = (int) (Bpf.currentPidTgid() >>> 32);
    event.user = (int) Bpf.currentUidGid();
    event.family = (char) socket.__sk_common.skc_family;
    event.remotePort = port.number;
    event.localPort = (char) socket.__sk_common.skc_num;
    event.padding = 0;
    if (event.family == INET) {
      put(event.localAddress, socket.__sk_common.skc_rcv_saddr);
      put(event.remoteAddress, socket.__sk_common.skc_daddr);
    } else {
      Bpf.readKernel(event.localAddress, Kernel.address(socket.__sk_common.skc_v6_rcv_saddr));
      Bpf.readKernel(event.remoteAddress, Kernel.address(socket.__sk_common.skc_v6_daddr));
    }
    Bpf.currentComm(event.comm);
    EVENTS.submit(event);
  }

  /** An IPv4 address, which both have in network byte order, and zeros. */
  private static void put(byte[] address, int ipv4) {
    address[0] = (byte) ipv4;
    address[1] = (byte) (ipv4 >>> 8);
    address[2] = (byte) (ipv4 >>> 16);
    address[3] = (byte) (ipv4 >>> 24);
    address[4] = 0;
    address[5] = 0;
    address[6] = 0;
    address[7] = 0;
    address[8] = 0;
    address[9] = 0;
    address[10] = 0;
    address[11] = 0;
    address[12] = 0;
    address[13] = 0;
    address[14] = 0;
    address[15] = 0;
  }
}
