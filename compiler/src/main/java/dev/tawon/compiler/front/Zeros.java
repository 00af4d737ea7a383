package dev.tawon.compiler.front;

/** How much memory that is always zero a module's programs need. */
public final class Zeros {
  private int bytes;

  Zeros() {}

  /** Some bytes are needed, from the begin. */
  public void need(int count) {
    bytes = Math.max(bytes, count);
  }

  /** The most that were needed. */
  public int bytes() {
    return bytes;
  }
}
