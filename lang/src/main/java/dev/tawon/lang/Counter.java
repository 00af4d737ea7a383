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
}
