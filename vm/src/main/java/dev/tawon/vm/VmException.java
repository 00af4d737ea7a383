package dev.tawon.vm;

import org.jspecify.annotations.Nullable;

/**
 * Something that a virtual machine needs is missing or wrong. The message is one line that says what was tried and why it
 * failed.
 */
public final class VmException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /** A failure, with what to do about it; the hint may be empty. */
  VmException(String message, String hint) {
    this(message, hint, null);
  }

  VmException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it; may be empty, may have several lines. */
  public String hint() {
    return hint;
  }
}
