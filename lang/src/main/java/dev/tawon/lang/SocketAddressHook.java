package dev.tawon.lang;

/** When a {@link CgroupSockAddr} program runs. */
public enum SocketAddressHook {
  /** {@code bind(2)} of an IPv4 socket. */
  BIND4,
  /** {@code bind(2)} of an IPv6 socket. */
  BIND6,
  /** {@code connect(2)} of an IPv4 socket. */
  CONNECT4,
  /** {@code connect(2)} of an IPv6 socket. */
  CONNECT6,
  /** {@code sendmsg(2)} with an address on an IPv4 UDP socket, since Linux 4.18. */
  SENDMSG4,
  /** {@code sendmsg(2)} with an address on an IPv6 UDP socket, since Linux 4.18. */
  SENDMSG6,
  /** {@code recvmsg(2)} on an IPv4 UDP socket, since Linux 5.2. */
  RECVMSG4,
  /** {@code recvmsg(2)} on an IPv6 UDP socket, since Linux 5.2. */
  RECVMSG6,
  /** {@code getpeername(2)} of an IPv4 socket, since Linux 5.8. */
  GETPEERNAME4,
  /** {@code getpeername(2)} of an IPv6 socket, since Linux 5.8. */
  GETPEERNAME6,
  /** {@code getsockname(2)} of an IPv4 socket, since Linux 5.8. */
  GETSOCKNAME4,
  /** {@code getsockname(2)} of an IPv6 socket, since Linux 5.8. */
  GETSOCKNAME6
}
