package dev.tawon.sandbox;

/** Thrown by a helper that ends the program, and caught where the program was begun. */
final class EndOfProgram extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long result;

  EndOfProgram(long result) {
    super(null, null, false, false);
    this.result = result;
  }

  long result() {
    return result;
  }
}
