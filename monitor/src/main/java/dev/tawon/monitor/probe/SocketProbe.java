package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.LruHashMap;
import dev.tawon.monitor.probe.kernel.Sock;
import dev.tawon.monitor.probe.kernel.TaskStruct;

/**
 * TCP connections that a process of the host opens, from the first packet to the answer.
 *
 * <p>A socket enters the state SYN_SENT while its process is in the kernel to connect, whichever call that is
 * ({@code connect}, {@code sendto} with {@code MSG_FASTOPEN}, io_uring); it leaves it when the answer comes, in the middle
 * of whatever runs then. So who connects is noted at the first, and what came of it at the second.
 *
 * <p>That middle may be this program: the answer to one connection interrupts the kernel while it reports another. So there
 * are two of them: {@link StandIn}.
 */
public final class SocketProbe {
  // States of include/net/tcp_states.h.
  private static final int ESTABLISHED = 1;
  static final int SYN_SENT = 2;

  /** The state of a connection that both ends open at once. */
  private static final int SYN_RECEIVED = 3;

  /** {@code ECONNABORTED}: the process gave up. */
  private static final int ABORTED = 103;

  /** Connections that wait for an answer, by the address of their socket. */
  public static final HashMap<Long, ConnectRecord> CONNECTING = HashMap.of(16_384);

  /**
   * Sockets whose connection failed after its first packet, with the thread that asked for it: the system call that ends
   * with the error is then not a failure of its own.
   */
  public static final LruHashMap<Long, Integer> FAILED = LruHashMap.of(4096);

  private SocketProbe() {}

  @BtfTracepoint("inet_sock_set_state")
  static void onStateChange(Sock socket, int oldState, int newState) {
    StandIn.note(socket, newState);
    report(socket, oldState, newState);
  }

  @BtfTracepoint("inet_sock_set_state")
  static void onStateChangeStandIn(Sock socket, int oldState, int newState) {
    if (StandIn.isWanted(socket, newState)) {
      report(socket, oldState, newState);
    }
  }

  static void report(Sock socket, int oldState, int newState) {
    if (newState == SYN_SENT) {
      begin(socket);
    } else if (oldState == SYN_SENT) {
      end(socket, newState);
    }
  }

  private static void begin(Sock socket) {
    if (socket.sk_protocol != ConnectRecord.TCP) {
      return;
    }
    KindCounters counters = MonitorModule.COUNTERS.get(EventRecord.NETWORK);
    if (counters == null) {
      return;
    }
    if (!ScopeFilter.holdsCurrent()) {
      counters.produced.add(1);
      counters.filtered.add(1);
      return;
    }
    ConnectRecord record = new ConnectRecord();
    Headers.fill(record, EventRecord.NETWORK, Bpf.currentTask(TaskStruct.class));
    record.connectTimeNs = record.bootTimeNs;
    record.family = socket.__sk_common.skc_family;
    record.protocol = ConnectRecord.TCP;
    Addresses.remote(record, socket);
    if (CONNECTING.put(Kernel.address(socket), record) != 0) {
      counters.produced.add(1);
    }
  }

  private static void end(Sock socket, int newState) {
    long key = Kernel.address(socket);
    ConnectRecord record = CONNECTING.get(key);
    if (record == null) {
      return;
    }
    KindCounters counters = MonitorModule.COUNTERS.get(EventRecord.NETWORK);
    if (counters == null) {
      return;
    }
    counters.produced.add(1);
    record.bootTimeNs = Bpf.bootTimeNs();
    record.error = 0;
    if (newState != ESTABLISHED && newState != SYN_RECEIVED) {
      record.error = socket.sk_err == 0 ? ABORTED : socket.sk_err;
      FAILED.put(key, record.tid);
    }
    Addresses.local(record, socket);
    if (MonitorModule.EVENTS.output(record, ConnectRecord.BYTES) == 0) {
      counters.submitted.add(1);
    }
    CONNECTING.remove(key);
  }
}
