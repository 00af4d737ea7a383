package dev.tawon.lang;

/** When a {@link CgroupSock} program runs. */
public enum SocketHook {
  /** A socket is made. */
  CREATE,
  /** A socket was bound to an IPv4 address, since Linux 4.17. */
  POST_BIND4,
  /** A socket was bound to an IPv6 address, since Linux 4.17. */
  POST_BIND6,
  /** A socket is closed, since Linux 5.9. */
  RELEASE
}
