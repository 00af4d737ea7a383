package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** A socket of any family. */
@KernelType("sock")
public final class Sock {
  @Embedded public SockCommon __sk_common;
  public short sk_protocol;
  public int sk_err;
}
