package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Kernel;
import dev.tawon.monitor.probe.kernel.InetSock;
import dev.tawon.monitor.probe.kernel.Sock;

/** Copies the ends of a connection from the kernel's socket. */
final class Addresses {
  private Addresses() {}

  /** Sets the remote address and port. */
  static void remote(ConnectRecord record, Sock socket) {
    record.destinationPort = port(socket.__sk_common.skc_dport);
    if (record.family == ConnectRecord.INET) {
      put(record.destinationAddress, socket.__sk_common.skc_daddr);
    } else {
      Bpf.readKernel(record.destinationAddress, Kernel.address(socket.__sk_common.skc_v6_daddr));
    }
  }

  /** Sets the local address and port. */
  static void local(ConnectRecord record, Sock socket) {
    InetSock inet = Kernel.cast(socket, InetSock.class);
    record.sourcePort = port(inet.inet_sport);
    if (record.family == ConnectRecord.INET) {
      put(record.sourceAddress, socket.__sk_common.skc_rcv_saddr);
    } else {
      Bpf.readKernel(record.sourceAddress, Kernel.address(socket.__sk_common.skc_v6_rcv_saddr));
    }
  }

  /** A port from network byte order. */
  static int port(short networkOrder) {
    return Short.toUnsignedInt(Short.reverseBytes(networkOrder));
  }

  /** Lays an IPv4 address into the first four bytes, which both have in network byte order. */
  static void put(byte[] address, int ipv4) {
    address[0] = (byte) ipv4;
    address[1] = (byte) (ipv4 >>> 8);
    address[2] = (byte) (ipv4 >>> 16);
    address[3] = (byte) (ipv4 >>> 24);
  }
}
