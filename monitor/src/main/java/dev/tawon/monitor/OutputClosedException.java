package dev.tawon.monitor;

import java.io.IOException;

/** Nobody reads the output any more: {@code tawon monitor | head} has seen enough. A reason to stop, not a failure. */
public final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * The output is closed.
   *
   * @param cause what the write said
   */
  public OutputClosedException(IOException cause) {
    super("nobody reads the output any more", cause);
  }
}
