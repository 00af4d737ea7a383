package dev.tawon.object;

/** An ELF file, BTF or other object description that does not say what its format demands. */
public final class MalformedObjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String section;
  private final long offset;

  /**
   * An error at a place.
   *
   * @param section the part of the object, such as {@code .BTF}
   * @param offset the byte within it where the error is
   * @param reason what is wrong, in a phrase
   */
  public MalformedObjectException(String section, long offset, String reason) {
    super(section + " at byte " + offset + ": " + reason);
    this.section = section;
    this.offset = offset;
  }

  /** The part of the object, such as {@code .BTF}. */
  public String section() {
    return section;
  }

  /** The byte within the section where the error is. */
  public long offset() {
    return offset;
  }
}
