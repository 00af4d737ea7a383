package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Position;

/** Java that cannot be translated, at its place. Ends the translation of one program. */
public final class SourceError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Position position;
  private final String reason;

  /**
   * An error.
   *
   * @param position where
   * @param message what is wrong, and the way out
   */
  public SourceError(Position position, String message) {
    super(message, null, false, false);
    this.position = position;
    this.reason = message;
  }

  /** A class file that javac does not write: its code breaks the rules that the JVM's verifier checks. */
  public static SourceError damaged(Position position, String what) {
    return new SourceError(
        position, "the class file is damaged: " + what + "; compile the source again");
  }

  /** What is wrong, and the way out. */
  public String reason() {
    return reason;
  }

  /** Where it is. */
  public Position position() {
    return position;
  }
}
