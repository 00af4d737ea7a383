package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The record of the tracepoint {@code sched/sched_process_exit}. */
@KernelType("trace_event_raw_sched_process_exit")
public final class ExitTracepoint {
  /** Whether the process ends with this thread. */
  public boolean group_dead;
}
