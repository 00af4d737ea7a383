package dev.tawon.monitor;

/**
 * The clock that the kernel half stamps its records with: {@code CLOCK_BOOTTIME}, which began with the boot and goes on while
 * the machine sleeps.
 */
@FunctionalInterface
public interface BootClock {
  /** Nanoseconds since the boot. */
  long nanos();
}
