package dev.tawon.sandbox;

/** A program that cannot become a class; the interpreter can run it. */
final class UntranslatableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UntranslatableException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
