package dev.tawon.object;

/** A relocation that the target kernel's types cannot satisfy: a field or type that is not there, or of another shape. */
public final class CoreRelocationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stands in a relocation's way. */
  public enum Reason {
    /** The target has no such type, field or enumerator, or one of a kind that cannot stand for it. */
    MISSING,
    /** The target's field has another size than the one that the instruction loads or stores. */
    WIDTH,
    /** The target has several such types, and they give different values. */
    AMBIGUOUS,
    /** The value does not fit the instruction, or cannot be told. */
    UNSUPPORTED,
    /** The relocation itself, or the instruction it is for, makes no sense. */
    INVALID
  }

  private final CoreRelocation relocation;
  private final Reason reason;

  /**
   * A failure for want of a type or field.
   *
   * @param relocation what was asked
   * @param message what the target lacks, naming the type and field
   */
  public CoreRelocationException(CoreRelocation relocation, String message) {
    this(relocation, Reason.MISSING, message);
  }

  /**
   * A failure.
   *
   * @param relocation what was asked
   * @param reason what stands in its way
   * @param message the same in words, naming the type and field
   */
  public CoreRelocationException(CoreRelocation relocation, Reason reason, String message) {
    super(message);
    this.relocation = relocation;
    this.reason = reason;
  }

  /** What was asked. */
  public CoreRelocation relocation() {
    return relocation;
  }

  /** What stands in its way. */
  public Reason reason() {
    return reason;
  }

  /**
   * Whether a program may still be loaded if a check for existence keeps the instruction from being reached: true for {@link
   * Reason#MISSING} and {@link Reason#WIDTH}.
   */
  public boolean isHarmlessIfUnreached() {
    return switch (reason) {
      case MISSING, WIDTH -> true;
      case AMBIGUOUS, UNSUPPORTED, INVALID -> false;
    };
  }
}
