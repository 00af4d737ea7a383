package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Position;

/** Java that cannot be translated, at its place. Ends the translation of one program. */
public final class SourceError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Position position;
  private final Rule rule;
  private final String reason;

  /**
   * An error.
   *
   * @param position where
   * @param rule which rule is broken
   * @param message what is wrong, and the way out
   */
  public SourceError(Position position, Rule rule, String message) {
    super(message, null, false, false);
    this.position = position;
    this.rule = rule;
    this.reason = message;
  }

  /** A class file that javac does not write: its code breaks the rules that the JVM's verifier checks. */
  public static SourceError damaged(Position position, String what) {
    return new SourceError(
        position,
        Rule.DAMAGED_CLASS,
        "the class file is damaged: " + what + "; compile the source again");
  }

  /** Which rule is broken. */
  public Rule rule() {
    return rule;
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
