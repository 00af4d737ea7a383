package dev.tawon.monitor.probe;

import dev.tawon.lang.Struct;

/** What {@link SocketProbe} knows of a CPU. */
@Struct
public final class SocketCpu {
  /**
   * 1 from the first instruction of {@link SocketProbe#onStateChange} on this CPU to its last. A fault leaves it 1 until the
   * program runs there again; the event that it was the fault of is then reported, if it can be, by the other program.
   */
  public int running;

  /** Zero. */
  public int reserved;

  /** Events that {@link SocketProbe#onStateChangeInside} saw in place of the other. */
  public long inside;
}
