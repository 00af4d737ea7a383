package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** What all sockets begin with. */
@KernelType("sock_common")
public final class SockCommon {
  public short skc_family;

  /** In network byte order. */
  public short skc_dport;

  /** The local port, in the machine's byte order. */
  public short skc_num;

  /** Of addresses and ports, from when it has both; it stays when the port is given back. */
  public int skc_hash;

  /** The remote IPv4 address, in network byte order. */
  public int skc_daddr;

  /** The local IPv4 address, in network byte order. */
  public int skc_rcv_saddr;

  @Embedded public In6Addr skc_v6_daddr;
  @Embedded public In6Addr skc_v6_rcv_saddr;
}
