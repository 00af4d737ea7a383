package dev.tawon.compiler.ir;

import dev.tawon.isa.JumpCondition;
import org.jspecify.annotations.Nullable;

/** Comparisons of numbers that are known. */
public final class Comparison {
  private Comparison() {}

  /**
   * Whether two numbers compare so.
   *
   * @param wide whether they are longs; if not, their low 32 bits count
   */
  public static boolean holds(JumpCondition condition, long left, long right, boolean wide) {
    if (wide) {
      return holds(condition, left, right);
    }
    // Sign-extended, ints keep their order among each other, with sign and without.
    long narrowLeft = (int) left;
    long narrowRight = (int) right;
    return holds(condition, narrowLeft, narrowRight);
  }

  private static boolean holds(JumpCondition condition, long left, long right) {
    return switch (condition) {
      case EQ -> left == right;
      case NE -> left != right;
      case SET -> (left & right) != 0;
      case GT -> Long.compareUnsigned(left, right) > 0;
      case GE -> Long.compareUnsigned(left, right) >= 0;
      case LT -> Long.compareUnsigned(left, right) < 0;
      case LE -> Long.compareUnsigned(left, right) <= 0;
      case SGT -> left > right;
      case SGE -> left >= right;
      case SLT -> left < right;
      case SLE -> left <= right;
    };
  }

  /**
   * The comparison that holds where another one does not.
   *
   * @throws IllegalArgumentException if there is none, as of a test of bits
   */
  public static JumpCondition inverse(JumpCondition condition) {
    return switch (condition) {
      case EQ -> JumpCondition.NE;
      case NE -> JumpCondition.EQ;
      case GT -> JumpCondition.LE;
      case GE -> JumpCondition.LT;
      case LT -> JumpCondition.GE;
      case LE -> JumpCondition.GT;
      case SGT -> JumpCondition.SLE;
      case SGE -> JumpCondition.SLT;
      case SLT -> JumpCondition.SGE;
      case SLE -> JumpCondition.SGT;
      case SET -> throw new IllegalArgumentException("a bit test has no inverse");
    };
  }

  /** Whether a number compares so with itself; null if that depends on it. */
  public static @Nullable Boolean ofSame(JumpCondition condition) {
    return switch (condition) {
      case EQ, GE, LE, SGE, SLE -> true;
      case NE, GT, LT, SGT, SLT -> false;
      case SET -> null;
    };
  }

  /** The same comparison with its sides swapped. */
  public static JumpCondition mirrored(JumpCondition condition) {
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
