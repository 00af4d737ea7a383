package dev.tawon.cli;

import dev.tawon.monitor.StopReason;
import dev.tawon.monitor.Summary;

/** How a session of the monitor ends for its user. */
final class Closing {
  private Closing() {}

  /**
   * Prints the closing line.
   *
   * @return the exit code
   * @throws Failure if the output could not be written
   */
  static int report(Environment environment, Summary summary) {
    environment.err().println("tawon: " + summary.toLine());
    environment.err().flush();
    return switch (summary.reason()) {
      case StopReason.Requested _, StopReason.DurationOver _ -> ExitCode.OK;
      case StopReason.OutputClosed _ -> ExitCode.BROKEN_PIPE;
      case StopReason.OutputFailed(var cause) ->
          throw new Failure(
              "the output cannot be written: " + cause.getMessage(), "", ExitCode.FAILURE);
    };
  }
}
