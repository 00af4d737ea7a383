package dev.tawon.monitor;

import java.io.IOException;

/** Why a monitor stopped. */
public sealed interface StopReason {
  /** {@link Monitor#stop} was called. */
  record Requested() implements StopReason {}

  /** The time that it was to run is over. */
  record DurationOver() implements StopReason {}

  /** Nobody reads the output any more. */
  record OutputClosed() implements StopReason {}

  /**
   * The output failed.
   *
   * @param cause how
   */
  record OutputFailed(IOException cause) implements StopReason {}
}
