package dev.tawon.cli;

/** A command that cannot go on, for a reason that its user can act on. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;
  private final int exitCode;

  /**
   * A failure.
   *
   * @param message what is wrong, in one line without a full stop
   * @param hint what to do about it; may be empty, may have several lines
   * @param exitCode an {@link ExitCode}
   */
  Failure(String message, String hint, int exitCode) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }

  /** What to do about it; may be empty. */
  String hint() {
    return hint;
  }

  /** The {@link ExitCode}. */
  int exitCode() {
    return exitCode;
  }
}
