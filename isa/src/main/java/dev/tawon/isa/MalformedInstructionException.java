package dev.tawon.isa;

/** Bytes that are not the encoding of an instruction. */
public final class MalformedInstructionException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int slot;
  private final String reason;

  /**
   * An error at a place.
   *
   * @param slot the number of the eight-byte slot that is wrong, from 0
   * @param reason what is wrong, in a phrase
   */
  public MalformedInstructionException(int slot, String reason) {
    super("slot " + slot + ": " + reason);
    this.slot = slot;
    this.reason = reason;
  }

  /** The number of the eight-byte slot that is wrong, from 0. */
  public int slot() {
    return slot;
  }

  /** What is wrong, in a phrase. */
  public String reason() {
    return reason;
  }
}
