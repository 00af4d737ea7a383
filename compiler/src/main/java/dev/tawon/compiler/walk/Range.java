package dev.tawon.compiler.walk;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.JumpCondition;
import org.jspecify.annotations.Nullable;

/**
 * Between which numbers a register, or the lower half of one, lies. The numbers of a half are those of an int, and of an int
 * without a sign.
 *
 * @param bits 64 or 32
 * @param least with sign
 * @param most with sign
 * @param low without sign
 * @param high without sign
 */
record Range(int bits, long least, long most, long low, long high) {
  static final Range WHOLE = new Range(Long.SIZE, Long.MIN_VALUE, Long.MAX_VALUE, 0, -1);
  static final Range HALF =
      new Range(Integer.SIZE, Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 0xffff_ffffL);

  static Range all(int bits) {
    return bits == Long.SIZE ? WHOLE : HALF;
  }

  static Range of(int bits, long number) {
    return bits == Long.SIZE
        ? new Range(bits, number, number, number, number)
        : new Range(bits, (int) number, (int) number, number & 0xffff_ffffL, number & 0xffff_ffffL);
  }

  Range withSigned(long newLeast, long newMost) {
    return new Range(bits, newLeast, newMost, low, high);
  }

  Range withUnsigned(long newLow, long newHigh) {
    return new Range(bits, least, most, newLow, newHigh);
  }

  boolean isConstant() {
    return low == high && least == most;
  }

  /** Whether no number is between. */
  boolean isEmpty() {
    return most < least || below(high, low);
  }

  boolean isWithin(Range other) {
    return other.least <= least
        && most <= other.most
        && !below(low, other.low)
        && !below(other.high, high);
  }

  /** What both hold of. */
  Range and(Range other) {
    return new Range(
        bits,
        Math.max(least, other.least),
        Math.min(most, other.most),
        greater(low, other.low),
        lesser(high, other.high));
  }

  static boolean below(long left, long right) {
    return Long.compareUnsigned(left, right) < 0;
  }

  static long greater(long left, long right) {
    return below(left, right) ? right : left;
  }

  static long lesser(long left, long right) {
    return below(left, right) ? left : right;
  }

  /** The result of an operation, as far as ranges tell: {@code scalar_min_max_add} and so on. */
  Range after(AluOperator operator, Range right) {
    return switch (operator) {
      case ADD -> plus(right);
      case SUB -> minus(right);
      case MUL -> times(right);
      case AND -> all(bits).withUnsigned(0, lesser(high, right.high));
      case OR -> all(bits).withUnsigned(greater(low, right.low), all(bits).high);
      case LSH -> {
        long limit = all(bits).high;
        boolean fits =
            below(right.high, bits) && !below(limit >>> (int) right.high, high) && right.high >= 0;
        yield fits
            ? all(bits).withUnsigned(low << (int) right.low, high << (int) right.high)
            : all(bits);
      }
      case RSH ->
          below(right.high, bits)
              ? all(bits).withUnsigned(low >>> (int) right.high, high >>> (int) right.low)
              : all(bits);
      case ARSH ->
          right.isConstant() && below(right.high, bits)
              ? all(bits).withSigned(least >> (int) right.low, most >> (int) right.low)
              : all(bits);
      case XOR, DIV, SDIV, MOD, SMOD, MOV -> all(bits);
    };
  }

  private Range plus(Range right) {
    long newLeast = least + right.least;
    long newMost = most + right.most;
    boolean signed = fits(least, right.least, newLeast) && fits(most, right.most, newMost);
    long newLow = low + right.low;
    long newHigh = high + right.high;
    boolean unsigned =
        bits == Long.SIZE
            ? !below(newLow, low) && !below(newHigh, high)
            : newHigh >>> Integer.SIZE == 0;
    Range range = all(bits);
    range = signed ? range.withSigned(newLeast, newMost) : range;
    return unsigned ? range.withUnsigned(newLow, newHigh) : range;
  }

  private boolean fits(long left, long right, long sum) {
    return bits == Long.SIZE ? ((left ^ sum) & (right ^ sum)) >= 0 : sum == (int) sum;
  }

  private Range minus(Range right) {
    long newLeast = least - right.most;
    long newMost = most - right.least;
    boolean signed =
        bits == Long.SIZE
            ? ((least ^ right.most) & (least ^ newLeast)) >= 0
                && ((most ^ right.least) & (most ^ newMost)) >= 0
            : newLeast == (int) newLeast && newMost == (int) newMost;
    Range range = all(bits);
    range = signed ? range.withSigned(newLeast, newMost) : range;
    return below(low, right.high) ? range : range.withUnsigned(low - right.high, high - right.low);
  }

  private Range times(Range right) {
    long limit = bits == Long.SIZE ? 0xffff_ffffL : 0xffff;
    if (least < 0 || right.least < 0 || below(limit, high) || below(limit, right.high)) {
      return all(bits);
    }
    return all(bits).withUnsigned(low * right.low, high * right.high);
  }

  /** Whether a comparison holds; null if that depends. */
  @Nullable Boolean decide(JumpCondition condition, Range right) {
    return switch (condition) {
      case EQ -> equal(right);
      case NE -> {
        Boolean equal = equal(right);
        yield equal == null ? null : !equal;
      }
      case GT -> decided(below(right.high, low), !below(right.low, high));
      case GE -> decided(!below(low, right.high), below(high, right.low));
      case LT -> decided(below(high, right.low), !below(low, right.high));
      case LE -> decided(!below(right.low, high), below(right.high, low));
      case SGT -> decided(least > right.most, most <= right.least);
      case SGE -> decided(least >= right.most, most < right.least);
      case SLT -> decided(most < right.least, least >= right.most);
      case SLE -> decided(most <= right.least, least > right.most);
      case SET -> null;
    };
  }

  private static @Nullable Boolean decided(boolean holds, boolean fails) {
    return holds ? Boolean.TRUE : fails ? Boolean.FALSE : null;
  }

  private @Nullable Boolean equal(Range right) {
    return decided(
        isConstant() && right.isConstant() && low == right.low,
        below(high, right.low)
            || below(right.high, low)
            || most < right.least
            || right.most < least);
  }

  /** This range where a comparison with another holds. */
  Range where(JumpCondition condition, Range right, boolean edges) {
    return switch (condition) {
      case EQ -> and(right);
      case NE -> edges && right.isConstant() ? without(right) : this;
      case GT ->
          right.low == all(bits).high ? this : withUnsigned(greater(low, right.low + 1), high);
      case GE -> withUnsigned(greater(low, right.low), high);
      case LT -> right.high == 0 ? this : withUnsigned(low, lesser(high, right.high - 1));
      case LE -> withUnsigned(low, lesser(high, right.high));
      case SGT ->
          right.least == all(bits).most ? this : withSigned(Math.max(least, right.least + 1), most);
      case SGE -> withSigned(Math.max(least, right.least), most);
      case SLT ->
          right.most == all(bits).least ? this : withSigned(least, Math.min(most, right.most - 1));
      case SLE -> withSigned(least, Math.min(most, right.most));
      case SET -> this;
    };
  }

  private Range without(Range one) {
    long newLow = low == one.low && low != high ? low + 1 : low;
    long newHigh = high == one.low && low != high ? high - 1 : high;
    long newLeast = least == one.least && least != most ? least + 1 : least;
    long newMost = most == one.least && least != most ? most - 1 : most;
    return new Range(bits, newLeast, newMost, newLow, newHigh);
  }
}
