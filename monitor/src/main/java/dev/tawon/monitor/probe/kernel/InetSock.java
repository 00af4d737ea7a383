package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** A socket of the internet families. */
@KernelType("inet_sock")
public final class InetSock {
  /** The local port, in network byte order. */
  public short inet_sport;
}
