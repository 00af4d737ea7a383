package dev.tawon.monitor.probe.kernel;

import dev.tawon.lang.KernelType;

/** The record of the tracepoint {@code sock/inet_sock_set_state}. */
@KernelType("trace_event_raw_inet_sock_set_state")
public final class SocketStateTracepoint {
  /** The address of the socket. */
  public long skaddr;

  public int oldstate;
  public int newstate;
}
