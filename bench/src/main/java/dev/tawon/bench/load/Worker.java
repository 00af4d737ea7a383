package dev.tawon.bench.load;

import java.util.concurrent.locks.LockSupport;

/** Repeats a workload on the calling thread. */
final class Worker {
  private static final long TICK_NS = 1_000_000;

  private final Workload workload;
  private final int window;

  Worker(Workload workload, int window) {
    this.workload = workload;
    this.window = window;
  }

  /** As fast as it goes, until a time of {@link System#nanoTime}; a window at least, when it gets a processor too late. */
  Tally flatOut(long end) {
    Tally tally = new Tally();
    long now = System.nanoTime();
    do {
      now = window(tally, window, now);
    } while (now - end < 0);
    return tally;
  }

  /**
   * At a rate, in a burst a millisecond, until a time of {@link System#nanoTime}; once at least. What it falls behind it makes up
   * for.
   */
  Tally paced(long end, double perSecond) {
    Tally tally = new Tally();
    long start = System.nanoTime();
    long now = window(tally, 1, start);
    while (now - end < 0) {
      int due = (int) ((now - start) * perSecond / 1e9 - tally.operations());
      if (due > 0) {
        window(tally, due, now);
      }
      LockSupport.parkNanos(TICK_NS - (System.nanoTime() - start) % TICK_NS);
      now = System.nanoTime();
    }
    return tally;
  }

  private long window(Tally tally, int count, long begin) {
    int failed = 0;
    for (int i = 0; i < count; i++) {
      if (!workload.operate()) {
        failed++;
      }
    }
    long end = System.nanoTime();
    tally.add(count, failed, end - begin);
    return end;
  }
}
