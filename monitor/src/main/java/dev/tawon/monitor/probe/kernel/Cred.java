package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** Who a thread is. */
@KernelType("cred")
public final class Cred {
  @Embedded public Kuid uid;
  @Embedded public Kgid gid;
  @Embedded public Kuid euid;
  @Embedded public Kgid egid;
}
