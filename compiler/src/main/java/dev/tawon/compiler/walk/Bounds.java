package dev.tawon.compiler.walk;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.JumpCondition;
import org.jspecify.annotations.Nullable;

/**
 * What the verifier knows of a number: {@code struct bpf_reg_state} of {@code include/linux/bpf_verifier.h}.
 *
 * @param value the bits that are known
 * @param mask the bits that are not ({@code struct tnum})
 * @param whole the range of the register
 * @param half the range of its lower half
 */
record Bounds(long value, long mask, Range whole, Range half) {
  static final Bounds UNKNOWN = new Bounds(0, -1, Range.WHOLE, Range.HALF);
  private static final long LOWER = 0xffff_ffffL;

  /** The sign of the lower half. */
  private static final long SIGN = 1L << Integer.SIZE - 1;

  static Bounds of(long number) {
    return new Bounds(number, 0, Range.of(Long.SIZE, number), Range.of(Integer.SIZE, number));
  }

  /** Of a number without a sign that is no greater. */
  static Bounds upTo(long high) {
    return settled(0, -1, Range.WHOLE.withUnsigned(0, high), Range.HALF);
  }

  /** Of a number with a sign. */
  static Bounds between(long least, long most) {
    return settled(0, -1, Range.WHOLE.withSigned(least, most), Range.HALF);
  }

  boolean isConstant() {
    return mask == 0;
  }

  /** Whether no number is like this: the verifier goes on all the same, on ways that it does not see to be impossible. */
  boolean isImpossible() {
    return whole.isEmpty() || half.isEmpty();
  }

  boolean isWithin(Bounds other) {
    return whole.isWithin(other.whole)
        && half.isWithin(other.half)
        && (mask & ~other.mask) == 0
        && (value & ~other.mask) == other.value;
  }

  /** The lower half, the rest of the register zero. */
  Bounds lower() {
    if (!Range.below(LOWER, whole.high())) {
      return this;
    }
    return settled(
        value & LOWER, mask & LOWER, Range.WHOLE.withUnsigned(half.low(), half.high()), half);
  }

  /** What follows from each of what the others say: {@code reg_bounds_sync}. */
  private static Bounds settled(long value, long mask, Range whole, Range half) {
    Range all = whole;
    Range lower = half;
    long known = value;
    long open = mask;
    for (int i = 0; i < 2; i++) {
      all =
          all.and(
              new Range(
                  Long.SIZE,
                  known | (open & Long.MIN_VALUE),
                  known | (open & Long.MAX_VALUE),
                  known,
                  known | open));
      lower =
          lower.and(
              new Range(
                  Integer.SIZE,
                  (int) (known | open & SIGN),
                  (int) (known | open & Integer.MAX_VALUE),
                  known & LOWER,
                  (known | open) & LOWER));
      lower = signs(lower.and(lowerOf(all)));
      all = signs(all.and(wholeOf(all, lower)));
      long range = all.low() ^ all.high();
      long free = range == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(range);
      long halfRange = lower.low() ^ lower.high();
      long halfFree = halfRange == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(halfRange);
      known |= all.low() & ~free & open | lower.low() & ~halfFree & open & LOWER;
      open &= free & (halfFree | ~LOWER);
    }
    return new Bounds(known, open, all, lower);
  }

  private static Range signs(Range range) {
    int shift = Long.SIZE - range.bits();
    long low = range.low() << shift >> shift;
    long high = range.high() << shift >> shift;
    Range with =
        low <= high
            ? range.withSigned(Math.max(range.least(), low), Math.min(range.most(), high))
            : range;
    long limit = Range.all(range.bits()).high();
    long least = with.least() & limit;
    long most = with.most() & limit;
    return Range.below(most, least)
        ? with
        : with.withUnsigned(Range.greater(with.low(), least), Range.lesser(with.high(), most));
  }

  private static Range lowerOf(Range whole) {
    Range half = Range.HALF;
    if (whole.low() >>> Integer.SIZE == whole.high() >>> Integer.SIZE) {
      half = half.withUnsigned(whole.low() & LOWER, whole.high() & LOWER);
    }
    if (whole.least() == (int) whole.least() && whole.most() == (int) whole.most()) {
      half = half.withSigned(whole.least(), whole.most());
    }
    return half;
  }

  private static Range wholeOf(Range whole, Range half) {
    Range found =
        Range.WHOLE.withUnsigned(
            whole.low() & ~LOWER | half.low(), whole.high() & ~LOWER | half.high());
    found =
        found.withSigned(whole.least() & ~LOWER | half.low(), whole.most() & ~LOWER | half.high());
    return whole.least() >= Integer.MIN_VALUE && whole.most() <= Integer.MAX_VALUE
        ? found.withSigned(
            Math.max(found.least(), half.least()), Math.min(found.most(), half.most()))
        : found;
  }

  /**
   * What is known of the result of an operation.
   *
   * @param combines whether more than sums and masks of two unknown numbers is
   */
  static Bounds of(
      AluOperator operator, boolean wide, Bounds first, Bounds second, boolean combines) {
    if (operator == AluOperator.MOV) {
      return wide ? second : second.lower();
    }
    Bounds left = wide ? first : first.lower();
    Bounds right = wide ? second : second.lower();
    boolean simple =
        operator == AluOperator.ADD || operator == AluOperator.SUB || operator == AluOperator.AND;
    boolean shifts =
        operator == AluOperator.LSH || operator == AluOperator.RSH || operator == AluOperator.ARSH;
    if (!right.isConstant() && (!combines && !simple || operator == AluOperator.ARSH)) {
      return wide ? UNKNOWN : UNKNOWN.lower();
    }
    long[] bits = bits(operator, wide, left, right);
    Range whole = Range.WHOLE;
    Range half = Range.HALF;
    if (wide) {
      whole = left.whole.after(operator, right.whole);
      half = shifts && operator != AluOperator.LSH ? half : left.half.after(operator, right.half);
      return settled(bits[0], bits[1], whole, half);
    }
    half = left.half.after(operator, right.half);
    return settled(
        bits[0] & LOWER, bits[1] & LOWER, Range.WHOLE.withUnsigned(half.low(), half.high()), half);
  }

  /** Of {@code kernel/bpf/tnum.c}. */
  private static long[] bits(AluOperator operator, boolean wide, Bounds left, Bounds right) {
    return switch (operator) {
      case ADD -> {
        long values = left.value + right.value;
        long carried = left.mask + right.mask + values ^ values;
        long open = carried | left.mask | right.mask;
        yield new long[] {values & ~open, open};
      }
      case SUB -> {
        long difference = left.value - right.value;
        long open = difference + left.mask ^ difference - right.mask | left.mask | right.mask;
        yield new long[] {difference & ~open, open};
      }
      case AND -> {
        long both = left.value & right.value;
        long any = (left.value | left.mask) & (right.value | right.mask);
        yield new long[] {both, any & ~both};
      }
      case OR -> {
        long set = left.value | right.value;
        yield new long[] {set, (left.mask | right.mask) & ~set};
      }
      case XOR -> {
        long open = left.mask | right.mask;
        yield new long[] {(left.value ^ right.value) & ~open, open};
      }
      case MUL ->
          left.isConstant() && right.isConstant()
              ? new long[] {left.value * right.value, 0}
              : new long[] {0, -1L << zeros(left) + zeros(right)};
      case LSH, RSH, ARSH -> {
        if (!right.isConstant()) {
          yield new long[] {0, -1};
        }
        int count = (int) right.value & (wide ? Long.SIZE - 1 : Integer.SIZE - 1);
        yield switch (operator) {
          case LSH -> new long[] {left.value << count, left.mask << count};
          case RSH -> new long[] {left.value >>> count, left.mask >>> count};
          default ->
              wide
                  ? new long[] {left.value >> count, left.mask >> count}
                  : new long[] {(int) left.value >> count, (int) left.mask >> count};
        };
      }
      case DIV, SDIV, MOD, SMOD, MOV -> new long[] {0, -1};
    };
  }

  private static int zeros(Bounds bounds) {
    return Math.min(
        Integer.SIZE - 1, Long.numberOfTrailingZeros(bounds.value | bounds.mask) % Long.SIZE);
  }

  /** Whether a comparison holds; null if that depends. */
  @Nullable Boolean decide(JumpCondition condition, boolean wide, Bounds right) {
    if (condition == JumpCondition.SET) {
      long limit = wide ? -1 : LOWER;
      if (!right.isConstant()) {
        return null;
      }
      return (value & right.value & limit) != 0
          ? Boolean.TRUE
          : ((value | mask) & right.value & limit) == 0 ? Boolean.FALSE : null;
    }
    return wide ? whole.decide(condition, right.whole) : half.decide(condition, right.half);
  }

  /** What is known where a comparison holds. */
  Bounds where(JumpCondition condition, boolean wide, Bounds right, boolean edges) {
    if (condition == JumpCondition.SET) {
      return right.isConstant() && Long.bitCount(right.value) == 1
          ? settled(value | right.value, mask & ~right.value, whole, half)
          : this;
    }
    if (condition == JumpCondition.EQ) {
      long limit = wide ? -1 : LOWER;
      return settled(
          value | right.value & limit,
          mask & (right.mask | ~limit),
          wide ? whole.and(right.whole) : whole,
          half.and(right.half));
    }
    Range all = wide ? whole.where(condition, right.whole, edges) : whole;
    Range lower = wide ? half : half.where(condition, right.half, edges);
    return all.equals(whole) && lower.equals(half) ? this : settled(value, mask, all, lower);
  }

  /** What is known where none of the bits of a constant is set. */
  Bounds without(Bounds right) {
    return right.isConstant()
        ? settled(value & ~right.value, mask & ~right.value, whole, half)
        : this;
  }
}
