package dev.tawon.bpf;

import org.jspecify.annotations.Nullable;

/**
 * Something that the kernel refused or that cannot be done with it. The message is one line that says what was tried, why
 * it failed, and what would work; subclasses have the parts.
 */
public class BpfException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure. */
  public BpfException(String message) {
    super(message);
  }

  /** A failure with what caused it. */
  public BpfException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
