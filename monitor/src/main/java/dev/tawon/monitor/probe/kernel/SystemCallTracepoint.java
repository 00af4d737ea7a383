package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The record of the tracepoint {@code raw_syscalls/sys_exit}. */
@KernelType("trace_event_raw_sys_exit")
public final class SystemCallTracepoint {
  /** What the system call returns. */
  public long ret;
}
