package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The part of a socket that files see. */
@KernelType("socket")
public final class Socket {
  public Sock sk;
}
