package dev.tawon.compiler.ir;

import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;

/** How operators, comparisons and widths are written in the text form of graphs. */
final class Symbols {
  private Symbols() {}

  static String of(BinaryOperator operator) {
    return switch (operator) {
      case ADD -> "+";
      case SUBTRACT -> "-";
      case MULTIPLY -> "*";
      case DIVIDE -> "/";
      case REMAINDER -> "%";
      case DIVIDE_UNSIGNED -> "u/";
      case REMAINDER_UNSIGNED -> "u%";
      case AND -> "&";
      case OR -> "|";
      case XOR -> "^";
      case SHIFT_LEFT -> "<<";
      case SHIFT_RIGHT -> ">>";
      case SHIFT_RIGHT_UNSIGNED -> ">>>";
    };
  }

  static BinaryOperator operator(String symbol) {
    for (BinaryOperator operator : BinaryOperator.values()) {
      if (of(operator).equals(symbol)) {
        return operator;
      }
    }
    throw new IllegalArgumentException("no operator: " + symbol);
  }

  static String of(JumpCondition condition) {
    return switch (condition) {
      case EQ -> "==";
      case NE -> "!=";
      case SET -> "&";
      case GT -> "u>";
      case GE -> "u>=";
      case LT -> "u<";
      case LE -> "u<=";
      case SGT -> ">";
      case SGE -> ">=";
      case SLT -> "<";
      case SLE -> "<=";
    };
  }

  static JumpCondition condition(String symbol) {
    for (JumpCondition condition : JumpCondition.values()) {
      if (of(condition).equals(symbol)) {
        return condition;
      }
    }
    throw new IllegalArgumentException("no comparison: " + symbol);
  }

  static String of(Width width, boolean signed) {
    return (signed ? "s" : "u") + width.bytes() * Byte.SIZE;
  }

  static Width width(String text) {
    int bits = Integer.parseInt(text.substring(1));
    for (Width width : Width.values()) {
      if (width.bytes() * Byte.SIZE == bits) {
        return width;
      }
    }
    throw new IllegalArgumentException("no width: " + text);
  }
}
