package dev.tawon.lang;

/** A number in a map that programs count up. */
@Struct
public final class Counter {
  /** The count. Programs that only read it may do so directly. */
  public long value;

  /** A counter at zero. */
  public Counter() {}

  /**
   * Adds atomically, so that neither another CPU nor an interrupt of this one loses it.
   *
   * @param amount added to the value
   */
  public void add(long amount) {
    throw KernelOnly.call();
  }

  /**
   * Adds atomically; since Linux 5.12.
   *
   * @param amount added to the value
   * @return the value before
   */
  public long getAndAdd(long amount) {
    throw KernelOnly.call();
  }

  /**
   * Sets atomically; since Linux 5.12.
   *
   * @param value the new value
   * @return the value before
   */
  public long getAndSet(long value) {
    throw KernelOnly.call();
  }

  /**
   * Sets atomically, if the value is what is expected; since Linux 5.12.
   *
   * @param expected what the value is compared with
   * @param value the new value
   * @return the value before, which is {@code expected} if it was set
   */
  public long compareAndExchange(long expected, long value) {
    throw KernelOnly.call();
  }

  /**
   * Sets atomically, if the value is what is expected; since Linux 5.12.
   *
   * @param expected what the value is compared with
   * @param value the new value
   * @return whether it was set
   */
  public boolean compareAndSet(long expected, long value) {
    return compareAndExchange(expected, value) == expected;
  }
}
