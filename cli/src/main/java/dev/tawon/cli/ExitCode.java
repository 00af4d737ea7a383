package dev.tawon.cli;

/** What the process returns to its caller. {@code trace} returns its command's code instead of {@link #OK}. */
final class ExitCode {
  /** Done; a monitor that was ended by Ctrl-C too. */
  static final int OK = 0;

  /** Something failed; for {@code doctor}: the monitor cannot run fully here. */
  static final int FAILURE = 1;

  /** The command line or the configuration file is wrong. */
  static final int USAGE = 2;

  /** A capability is missing: {@code EX_NOPERM} of {@code sysexits.h}. */
  static final int MISSING_PRIVILEGE = 77;

  /** {@code vm run}: the guest was ended after its time, as {@code timeout(1)} says it. */
  static final int TIMED_OUT = 124;

  /** {@code vm}: the guest did not come up, panicked, or went down. */
  static final int GUEST_FAILED = 125;

  /** {@code trace}: the command was found and cannot be executed, as in a shell. */
  static final int NOT_EXECUTABLE = 126;

  /** {@code trace}: the command was not found, as in a shell. */
  static final int NOT_FOUND = 127;

  /** {@code vm}, and {@code trace} before its command was started: Ctrl-C; 128 and the number of {@code SIGINT}. */
  static final int INTERRUPTED = 130;

  /** The reader of the output went away: 128 and the number of {@code SIGPIPE}. */
  static final int BROKEN_PIPE = 141;

  private ExitCode() {}
}
