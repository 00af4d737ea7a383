package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Kernel;
import dev.tawon.monitor.probe.kernel.OpenFile;
import dev.tawon.monitor.probe.kernel.Sock;
import dev.tawon.monitor.probe.kernel.Socket;
import dev.tawon.monitor.probe.kernel.TaskStruct;

/**
 * The end of the system call {@code connect}: for UDP the only hook there is, and for TCP the one that sees a connection
 * fail before its first packet.
 *
 * <p>Where the call succeeds the addresses are the kernel's own, in its socket. Where it fails the kernel keeps none: the
 * remote address is then read from the process, which could have changed it since.
 */
final class DatagramProbe {
  /** {@code S_IFMT} and {@code S_IFSOCK} of {@code include/uapi/linux/stat.h}. */
  private static final int FILE_TYPE = 0xf000;

  private static final int SOCKET = 0xc000;

  // Errors that say that a TCP connection is under way, or was before.
  private static final int EINTR = 4;
  private static final int EISCONN = 106;
  private static final int EALREADY = 114;
  private static final int EINPROGRESS = 115;

  /** {@code sizeof(struct sockaddr_in6)}. */
  private static final int SOCKADDR_BYTES = 28;

  /** {@code ERESTARTSYS}, the kernel's own: the call was interrupted by a signal. */
  private static final int ERESTARTSYS = 512;

  private DatagramProbe() {}

  static void onConnect(TaskStruct task, int descriptor, long address, int result) {
    OpenFile file = Kernel.pointerAt(task.files.fdt.fd, descriptor, OpenFile.class);
    if (file == null || (file.f_inode.i_mode & FILE_TYPE) != SOCKET) {
      return;
    }
    Socket outer = Kernel.pointer(file.private_data, Socket.class);
    Sock socket = outer.sk;
    if (socket == null) {
      return;
    }
    int family = socket.__sk_common.skc_family;
    if (family != ConnectRecord.INET && family != ConnectRecord.INET6) {
      return;
    }
    int protocol = socket.sk_protocol;
    if (protocol == ConnectRecord.UDP
        || (protocol == ConnectRecord.TCP && isOwnFailure(task, socket, result))) {
      report(task, socket, protocol, family, address, -result);
    }
  }

  /** Whether a TCP connect failed before the socket left its first state, so that no other program reports it. */
  private static boolean isOwnFailure(TaskStruct task, Sock socket, int result) {
    if (result >= 0 || isUnderWay(-result)) {
      return false;
    }
    Integer failed = SocketProbe.FAILED.get(Kernel.address(socket));
    if (failed == null || failed != task.pid) {
      return true;
    }
    SocketProbe.FAILED.remove(Kernel.address(socket));
    return false;
  }

  private static boolean isUnderWay(int error) {
    return error == EINPROGRESS
        || error == EALREADY
        || error == EISCONN
        || error == EINTR
        || error == ERESTARTSYS;
  }

  private static void report(
      TaskStruct task, Sock socket, int protocol, int family, long address, int error) {
    if (error == 0 && socket.__sk_common.skc_dport == 0) {
      return; // AF_UNSPEC: the socket is connected no more
    }
    KindCounters counters = ScopeFilter.admit(EventRecord.NETWORK);
    if (counters == null) {
      return;
    }
    ConnectRecord record = new ConnectRecord();
    Headers.fill(record, EventRecord.NETWORK, task);
    record.connectTimeNs = record.bootTimeNs;
    record.family = family;
    record.protocol = protocol;
    record.error = error;
    if (error == 0) {
      Addresses.remote(record, socket);
      Addresses.local(record, socket);
    } else {
      readArgument(record, address);
    }
    if (MonitorModule.EVENTS.output(record, ConnectRecord.BYTES) == 0) {
      counters.submitted.add(1);
    }
  }

  /** Sets the remote address and port from a {@code sockaddr_in} or {@code sockaddr_in6} of the process. */
  private static void readArgument(ConnectRecord record, long address) {
    byte[] argument = new byte[SOCKADDR_BYTES];
    Bpf.readUser(argument, SOCKADDR_BYTES, address);
    record.destinationPort = ((argument[2] & 0xff) << 8) | (argument[3] & 0xff);
    if (argument[0] == ConnectRecord.INET) {
      record.family = ConnectRecord.INET;
      for (int i = 0; i < 4; i++) {
        record.destinationAddress[i] = argument[4 + i];
      }
    } else {
      for (int i = 0; i < 16; i++) {
        record.destinationAddress[i] = argument[8 + i];
      }
    }
  }
}
