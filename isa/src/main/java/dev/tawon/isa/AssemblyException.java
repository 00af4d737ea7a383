package dev.tawon.isa;

/** Assembler text that cannot be read. */
public final class AssemblyException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final int column;
  private final String reason;

  /**
   * An error at a place.
   *
   * @param line the line, from 1
   * @param column the character within it, from 1
   * @param reason what is wrong, in a phrase
   */
  public AssemblyException(int line, int column, String reason) {
    super(line + ":" + column + ": " + reason);
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The character within the line, from 1. */
  public int column() {
    return column;
  }

  /** What is wrong, in a phrase. */
  public String reason() {
    return reason;
  }
}
