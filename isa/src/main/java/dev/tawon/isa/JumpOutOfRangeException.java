package dev.tawon.isa;

/** A jump to a label that is further away than the instruction can say. */
public final class JumpOutOfRangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int index;
  private final int offset;

  JumpOutOfRangeException(int index, int offset, String reason) {
    super("instruction " + index + " jumps over " + offset + " slots: " + reason);
    this.index = index;
    this.offset = offset;
  }

  /** The index of the jump in the list of instructions. */
  public int index() {
    return index;
  }

  /** How many slots the jump would have to skip, from the next instruction; negative backwards. */
  public int offset() {
    return offset;
  }
}
