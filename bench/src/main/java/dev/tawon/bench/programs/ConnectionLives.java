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

/** {@code x13_lives.bpf.c}: TCP connections that end, with their bytes. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class ConnectionLives {
  private ConnectionLives() {}

  @KernelType("in6_addr")
  static final class In6 {}

  @KernelType("sock_common")
  static final class Common {
    short skc_family;
    short skc_dport;
    short skc_num;
    int skc_rcv_saddr;
    int skc_daddr;
    @Embedded In6 skc_v6_rcv_saddr;
    @Embedded In6 skc_v6_daddr;
  }

  @KernelType("sock")
  static final class Sock {
    @Embedded Common __sk_common;
  }

  @KernelType("tcp_sock")
  static final class TcpSock {
    long bytes_received;
    long bytes_acked;
  }

  /** A ident. */
  @Struct
  public static final class Ident {
    public int pid;

    @Length(16)
    public byte[] comm;
  }

  /** A event. */
  @Struct
  public static final class Event {
    public int saddr, daddr;
    public long span;
    public long rx, tx;
    public int pid;
    public char sport, dport, family;

    @Length(16)
    public byte[] comm;
  }

  /** As in C. */
  public static final HashMap<Long, Long> BIRTH = HashMap.of(4096);

  /** As in C. */
  public static final HashMap<Long, Ident> IDENTS = HashMap.of(4096);

  /** As in C. */
  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 18);

  @BtfTracepoint("inet_sock_set_state")
  static void state(Sock sk, int oldState, int newState) {
    long key = Kernel.address(sk);
    if (newState < 4) {
      BIRTH.put(key, Bpf.monotonicTimeNs());
    }
    if (newState == 2 || newState == 9) {
      Ident id = new Ident();
      id.pid = (int) (Bpf.currentPidTgid() >>> 32);
      Bpf.currentComm(id.comm);
      IDENTS.put(key, id);
    }
    if (newState != 7) {
      return;
    }
    Long start = BIRTH.get(key);
    if (start == null) {
      IDENTS.remove(key);
      return;
    }
    long ts = Bpf.monotonicTimeNs();
    long delta = Long.divideUnsigned(ts - start, 1000);
    BIRTH.remove(key);
    TcpSock tp = Kernel.cast(sk, TcpSock.class);
    Event e = EVENTS.reserve(Event.class);
    if (e != null) {
      e.span = delta;
      e.rx = tp.bytes_received;
      e.tx = tp.bytes_acked;
      e.sport = (char) sk.__sk_common.skc_num;
      e.dport = Character.reverseBytes((char) sk.__sk_common.skc_dport);
      e.family = (char) sk.__sk_common.skc_family;
      e.saddr = sk.__sk_common.skc_rcv_saddr;
      e.daddr = sk.__sk_common.skc_daddr;
      Ident id = IDENTS.get(key);
      if (id != null) {
        e.pid = id.pid;
        for (int i = 0; i < 16; i++) e.comm[i] = id.comm[i];
      } else {
        e.pid = (int) (Bpf.currentPidTgid() >>> 32);
        Bpf.currentComm(e.comm);
      }
      EVENTS.submit(e);
    }
    IDENTS.remove(key);
  }
}
