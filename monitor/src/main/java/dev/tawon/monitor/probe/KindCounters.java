package dev.tawon.monitor.probe;

import dev.tawon.lang.Counter;
import dev.tawon.lang.Struct;

/** What became of the events of one kind, on one CPU. */
@Struct
public final class KindCounters {
  /** Events seen. */
  public Counter produced;

  /** Events that the scope or the lists of names left out. */
  public Counter filtered;

  /** Events that went into the ring. What is neither this nor filtered is lost. */
  public Counter submitted;

  /** Changes of sockets that the second program saw in place of the first, which the kernel had skipped: {@link StandIn}. */
  public Counter stoodIn;
}
