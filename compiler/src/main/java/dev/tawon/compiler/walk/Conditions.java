package dev.tawon.compiler.walk;

import dev.tawon.isa.JumpCondition;

/** Comparisons said the other way. */
final class Conditions {
  private Conditions() {}

  /** The same with its sides swapped. */
  static JumpCondition swapped(JumpCondition condition) {
    return switch (condition) {
      case EQ, NE, SET -> condition;
      case GT -> JumpCondition.LT;
      case GE -> JumpCondition.LE;
      case LT -> JumpCondition.GT;
      case LE -> JumpCondition.GE;
      case SGT -> JumpCondition.SLT;
      case SGE -> JumpCondition.SLE;
      case SLT -> JumpCondition.SGT;
      case SLE -> JumpCondition.SGE;
    };
  }
}
