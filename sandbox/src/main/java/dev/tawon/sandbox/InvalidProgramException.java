package dev.tawon.sandbox;

/** A program that cannot be run at all: found before it runs, whatever its input. */
public final class InvalidProgramException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int instruction;
  private final String reason;

  InvalidProgramException(int instruction, String reason) {
    super("instruction " + instruction + ": " + reason);
    this.instruction = instruction;
    this.reason = reason;
  }

  /** The index of the instruction, in the program's list. */
  public int instruction() {
    return instruction;
  }

  /** What is wrong, in a phrase. */
  public String reason() {
    return reason;
  }
}
