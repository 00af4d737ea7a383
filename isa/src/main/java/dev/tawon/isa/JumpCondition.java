package dev.tawon.isa;

import org.jspecify.annotations.Nullable;

/** The comparisons of a {@link Instruction.Branch}. */
public enum JumpCondition {
  EQ(0x10, "=="),
  NE(0x50, "!="),
  /** Any common bit set. */
  SET(0x40, "&"),
  /** Unsigned greater. */
  GT(0x20, ">"),
  /** Unsigned greater or equal. */
  GE(0x30, ">="),
  /** Unsigned less. */
  LT(0xa0, "<"),
  /** Unsigned less or equal. */
  LE(0xb0, "<="),
  /** Signed greater. */
  SGT(0x60, "s>"),
  /** Signed greater or equal. */
  SGE(0x70, "s>="),
  /** Signed less. */
  SLT(0xc0, "s<"),
  /** Signed less or equal. */
  SLE(0xd0, "s<=");

  private static final JumpCondition[] ALL = values();

  private final int code;
  private final String symbol;

  JumpCondition(int code, String symbol) {
    this.code = code;
    this.symbol = symbol;
  }

  /** The comparison as the kernel prints it, {@code s>=}. */
  public String symbol() {
    return symbol;
  }

  /** {@code BPF_OP} of the opcode. */
  int code() {
    return code;
  }

  static @Nullable JumpCondition of(int code) {
    for (JumpCondition condition : ALL) {
      if (condition.code == code) {
        return condition;
      }
    }
    return null;
  }
}
