package dev.tawon.bpf;

import dev.tawon.bpf.sys.ClockCalls;

/** The clock that programs read by {@code bpf_ktime_get_boot_ns}. */
public final class BootTime {
  private BootTime() {}

  /** Nanoseconds of {@code CLOCK_BOOTTIME}: since the boot, those asleep included. */
  public static long nanos() {
    return ClockCalls.bootTimeNanos();
  }
}
