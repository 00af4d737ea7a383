package dev.tawon.compiler.ir;

import dev.tawon.isa.AluOperator;

/** Operations on two integers of the same type, with Java's meaning; shift counts have the type int. */
public enum BinaryOperator {
  ADD(AluOperator.ADD, true),
  SUBTRACT(AluOperator.SUB, false),
  MULTIPLY(AluOperator.MUL, true),
  /** Java's {@code /}, by what is not zero; an instruction of version 4. */
  DIVIDE(AluOperator.SDIV, false),
  /** Java's {@code %}, by what is not zero; an instruction of version 4. */
  REMAINDER(AluOperator.SMOD, false),
  DIVIDE_UNSIGNED(AluOperator.DIV, false),
  REMAINDER_UNSIGNED(AluOperator.MOD, false),
  AND(AluOperator.AND, true),
  OR(AluOperator.OR, true),
  XOR(AluOperator.XOR, true),
  SHIFT_LEFT(AluOperator.LSH, false),
  SHIFT_RIGHT(AluOperator.ARSH, false),
  SHIFT_RIGHT_UNSIGNED(AluOperator.RSH, false);

  private final AluOperator instruction;
  private final boolean commutative;

  BinaryOperator(AluOperator instruction, boolean commutative) {
    this.instruction = instruction;
    this.commutative = commutative;
  }

  /** The instruction that does it. */
  public AluOperator instruction() {
    return instruction;
  }

  /** Whether the operands may be swapped. */
  public boolean commutative() {
    return commutative;
  }

  /** Whether the right operand is a count of bits. */
  public boolean isShift() {
    return switch (this) {
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> true;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          DIVIDE_UNSIGNED,
          REMAINDER_UNSIGNED,
          AND,
          OR,
          XOR ->
          false;
    };
  }

  /** Whether the right operand must not be zero. */
  public boolean divides() {
    return switch (this) {
      case DIVIDE, REMAINDER, DIVIDE_UNSIGNED, REMAINDER_UNSIGNED -> true;
      case ADD, SUBTRACT, MULTIPLY, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          false;
    };
  }

  /**
   * The result on constants.
   *
   * @param left the left operand, sign-extended if it is an int
   * @param right the right operand, likewise
   * @param wide whether the operands are longs
   */
  public long apply(long left, long right, boolean wide) {
    if (!wide) {
      return applyInt((int) left, (int) right);
    }
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case REMAINDER -> left % right;
      case DIVIDE_UNSIGNED -> Long.divideUnsigned(left, right);
      case REMAINDER_UNSIGNED -> Long.remainderUnsigned(left, right);
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> left ^ right;
      case SHIFT_LEFT -> left << right;
      case SHIFT_RIGHT -> left >> right;
      case SHIFT_RIGHT_UNSIGNED -> left >>> right;
    };
  }

  private int applyInt(int left, int right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case REMAINDER -> left % right;
      case DIVIDE_UNSIGNED -> Integer.divideUnsigned(left, right);
      case REMAINDER_UNSIGNED -> Integer.remainderUnsigned(left, right);
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> left ^ right;
      case SHIFT_LEFT -> left << right;
      case SHIFT_RIGHT -> left >> right;
      case SHIFT_RIGHT_UNSIGNED -> left >>> right;
    };
  }
}
