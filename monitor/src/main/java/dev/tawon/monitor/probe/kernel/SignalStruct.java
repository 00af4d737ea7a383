package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;

/** What the threads of a process share. */
@KernelType("signal_struct")
public final class SignalStruct {
  @Embedded public Atomic live;

  /** {@code SIGNAL_GROUP_EXIT} and others. */
  public int flags;

  public int group_exit_code;
}
