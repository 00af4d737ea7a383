package dev.tawon.bench.programs;

import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;

/** What the tracepoints of system calls tell. */
@SuppressWarnings("NullAway.Init") // the kernel makes them
final class SystemCall {
  private SystemCall() {}

  @KernelType("trace_event_raw_sys_enter")
  static final class Enter {
    long id;

    @Length(6)
    long[] args;
  }

  @KernelType("trace_event_raw_sys_exit")
  static final class Exit {
    long ret;
  }
}
