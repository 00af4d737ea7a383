package dev.tawon.isa;

import org.jspecify.annotations.Nullable;

/** The arithmetic and logic operations with two operands. */
public enum AluOperator {
  ADD(0x00, 0, "+="),
  SUB(0x10, 0, "-="),
  MUL(0x20, 0, "*="),
  /** Unsigned division; by zero gives zero. */
  DIV(0x30, 0, "/="),
  /** Signed division (version 4); by zero gives zero. */
  SDIV(0x30, 1, "s/="),
  OR(0x40, 0, "|="),
  AND(0x50, 0, "&="),
  /** Left shift; the count is masked to the operation's width. */
  LSH(0x60, 0, "<<="),
  /** Logical right shift; the count is masked to the operation's width. */
  RSH(0x70, 0, ">>="),
  /** Unsigned remainder; by zero leaves the dividend. */
  MOD(0x90, 0, "%="),
  /** Signed remainder (version 4); by zero leaves the dividend. */
  SMOD(0x90, 1, "s%="),
  XOR(0xa0, 0, "^="),
  MOV(0xb0, 0, "="),
  /** Arithmetic right shift; the count is masked to the operation's width. */
  ARSH(0xc0, 0, "s>>=");

  private static final AluOperator[] ALL = values();

  private final int code;
  private final int variant;
  private final String symbol;

  AluOperator(int code, int variant, String symbol) {
    this.code = code;
    this.variant = variant;
    this.symbol = symbol;
  }

  /** The operation as the kernel prints it, {@code s>>=}. */
  public String symbol() {
    return symbol;
  }

  /** {@code BPF_OP} of the opcode. */
  int code() {
    return code;
  }

  /** The offset field, which tells signed from unsigned division. */
  int variant() {
    return variant;
  }

  static @Nullable AluOperator of(int code, int variant) {
    for (AluOperator operator : ALL) {
      if (operator.code == code && operator.variant == variant) {
        return operator;
      }
    }
    return null;
  }
}
