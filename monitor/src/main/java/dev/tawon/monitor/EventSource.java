package dev.tawon.monitor;

import dev.tawon.bpf.RingReader;

/**
 * Where a {@link Monitor} has its records from: the kernel half, loaded.
 *
 * <p>The records are those of {@code dev.tawon.monitor.probe}. Forks, executions and exits arrive whatever kinds are asked
 * for, since the monitor must know which program a process runs.
 *
 * <p>One thread at a time, the monitor's.
 */
public interface EventSource extends AutoCloseable {
  /** Begins to produce: attaches the programs, within the scope that the source was made for. */
  void attach();

  /**
   * Visits the records that are there, without waiting. A pass ends however fast records come: after one ring's worth at most.
   *
   * @param visitor gets each record in place: its memory is valid until the visitor returns. It does not throw.
   * @return how many there were
   */
  int drain(RingReader.Visitor visitor);

  /**
   * Ceases to produce: detaches the programs. What is in the ring stays there to be drained, and a program that runs on
   * another CPU at this moment may still add to it.
   */
  void detach();

  /** The counters, as they are now; readable until {@link #close}. */
  KernelCounters counters();

  /** Gives back everything. Does {@link #detach} if nobody has. */
  @Override
  void close();
}
