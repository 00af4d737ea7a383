package dev.tawon.monitor.enrich;

/**
 * What tells a process from all others of one boot: its pid, and when it started, in hundredths of a second since the boot
 * as {@code /proc/PID/stat} has it. Packed into a long: 22 bits of pid ({@code PID_MAX_LIMIT} is 2^22) below 42 of ticks.
 */
public final class ProcessKey {
  /** {@code USER_HZ}: the unit of {@code /proc} is a hundredth of a second on all architectures but the late Alpha. */
  static final long TICK_NS = 10_000_000;

  private static final int PID_BITS = 22;

  private ProcessKey() {}

  /** The key. */
  public static long of(int pid, long startNs) {
    return startNs / TICK_NS << PID_BITS | pid & (1L << PID_BITS) - 1;
  }
}
