package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** What the entry code keeps of a thread. */
@KernelType("thread_info")
public final class ThreadInfo {
  /** {@code TS_COMPAT} and others, of {@code arch/x86/include/asm/thread_info.h}. */
  public int status;
}
