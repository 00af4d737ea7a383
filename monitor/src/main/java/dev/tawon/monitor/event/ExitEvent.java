package dev.tawon.monitor.event;

/**
 * The end of a process.
 *
 * @param context when, and which process
 * @param status as {@code wait(2)} reports it
 * @param runTimeNs nanoseconds from the process's start to its end
 */
public record ExitEvent(EventContext context, int status, long runTimeNs) implements Event {
  /** Whether a signal ended it. */
  public boolean isSignalled() {
    return signal() != 0;
  }

  /** The signal that ended it, or 0. */
  public int signal() {
    return status & 0x7f;
  }

  /** Whether it left a core dump. */
  public boolean dumpedCore() {
    return (status & 0x80) != 0;
  }

  /** What it passed to {@code exit(2)}: 0 to 255; meaningless if {@link #isSignalled}. */
  public int exitCode() {
    return status >>> 8 & 0xff;
  }
}
