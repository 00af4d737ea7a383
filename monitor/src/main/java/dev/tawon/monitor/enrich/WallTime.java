package dev.tawon.monitor.enrich;

import dev.tawon.monitor.BootClock;
import java.time.Clock;
import java.time.Instant;

/**
 * Times of day for times since the boot.
 *
 * <p>The distance between the two clocks changes only when the time of day is set: both run at the rate that NTP
 * disciplines. It is measured at the start, to well under a microsecond, and looked at again now and then; until the clock
 * is found to have been set, the distance stays the very same, so that times of day have the order, and the differences, of
 * the kernel's times.
 *
 * <p>One thread at a time.
 */
public final class WallTime {
  /** A difference below this is how exactly one can measure on a busy machine; one above, a clock that was set. */
  private static final long SET_NS = 20_000_000;

  private static final int ATTEMPTS = 16;
  private static final long NANOS = 1_000_000_000;

  private final BootClock bootClock;
  private final Clock clock;
  private long offsetNs;

  /** Measures. */
  public WallTime(BootClock bootClock, Clock clock) {
    this.bootClock = bootClock;
    this.clock = clock;
    offsetNs = measure();
  }

  /** The time of day at a time since the boot. */
  public Instant at(long bootNs) {
    long epochNs = bootNs + offsetNs;
    return Instant.ofEpochSecond(Math.floorDiv(epochNs, NANOS), Math.floorMod(epochNs, NANOS));
  }

  /**
   * Measures again.
   *
   * @return whether the time of day had been set, so that later results follow it
   */
  public boolean refresh() {
    long measured = measure();
    if (Math.abs(measured - offsetNs) < SET_NS) {
      return false;
    }
    offsetNs = measured;
    return true;
  }

  /** Reads the one clock between two readings of the other, and believes the narrowest bracket. */
  private long measure() {
    long narrowest = Long.MAX_VALUE;
    long best = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      long before = bootClock.nanos();
      Instant now = clock.instant();
      long after = bootClock.nanos();
      if (after - before < narrowest) {
        narrowest = after - before;
        best =
            Math.addExact(Math.multiplyExact(now.getEpochSecond(), NANOS), now.getNano())
                - (before + (after - before) / 2);
      }
    }
    return best;
  }
}
