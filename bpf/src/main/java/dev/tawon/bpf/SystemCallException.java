package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;

/** A system call that failed. */
public final class SystemCallException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String call;
  private final int errno;
  private final String hint;

  /**
   * A failure.
   *
   * @param call what was tried, {@code bpf(BPF_MAP_CREATE) of events}
   * @param errno the error's number, positive
   * @param hint the likely reason and what would work; empty if nothing is known
   */
  public SystemCallException(String call, int errno, String hint) {
    super(call + ": " + Errno.describe(errno) + (hint.isEmpty() ? "" : "; " + hint));
    this.call = call;
    this.errno = errno;
    this.hint = hint;
  }

  /** What was tried. */
  public String call() {
    return call;
  }

  /** The error's number, positive: 1 is {@code EPERM}. */
  public int errno() {
    return errno;
  }

  /** The likely reason and what would work; empty if nothing is known. */
  public String hint() {
    return hint;
  }
}
