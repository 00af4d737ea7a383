package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between which numbers a value lies, wherever it is: from loads of bytes, masks, shifts, sums of these, and numbers that a loop
 * counts up to a constant.
 */
public final class Ranges {
  private static final int MAXIMUM_DEPTH = 24;

  /** No packet has that many bytes. */
  private static final long LONGEST_PACKET = 1L << 30;

  private final boolean verified;

  /** Whether products, and what is put together of bits of two numbers, have ranges. */
  private final boolean combines;

  /** Whether the range of the lower half of a register follows from that of the whole. */
  private final boolean narrows;

  private final Dominators dominators;
  private final Map<Value, Block> phiBlocks = new HashMap<>();
  private final Map<Value, Range> known = new HashMap<>();
  private final Set<Value> open = new HashSet<>();

  /** From the least to the greatest, both signed; an int's are those of the int. */
  record Range(long least, long greatest) {
    static final Range LONG = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    static final Range INT = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

    static Range upTo(long greatest) {
      return new Range(0, greatest);
    }

    boolean isWithin(Range other) {
      return other.least <= least && greatest <= other.greatest;
    }

    Range or(Range other) {
      return new Range(Math.min(least, other.least), Math.max(greatest, other.greatest));
    }
  }

  private Ranges(Function function, boolean verified, boolean combines, boolean narrows) {
    this.verified = verified;
    this.combines = combines;
    this.narrows = narrows;
    dominators = Dominators.of(function);
    for (Block block : function.reversePostorder()) {
      block.phis().forEach(phi -> phiBlocks.put(phi, block));
    }
  }

  /** The ranges of a function's values. */
  public static Ranges of(Function function) {
    return new Ranges(function, false, true, true);
  }

  /**
   * The ranges that a kernel's verifier comes to as well. It knows nothing of a quotient, of bytes that are swapped, or of a
   * number with the other sign; before Linux 6.10 nothing of a product, and of bits of two numbers put together, unless one is
   * a constant ({@code is_safe_to_compute_dst_reg_range} of {@code kernel/bpf/verifier.c} came then); before 6.8 little of
   * the lower half of a register that it computed as a whole ({@code __reg32_deduce_bounds}).
   */
  static Ranges verified(Function function, Target target) {
    return new Ranges(function, true, target.isAtLeast(6, 10), target.isAtLeast(6, 8));
  }

  /** Whether a number cannot be below zero. */
  public boolean isNotNegative(Value value) {
    return of(value).least >= 0;
  }

  /** Whether a number is an int, and not below zero. */
  public boolean isNotNegativeInt(Value value) {
    return of(value).isWithin(Range.upTo(Integer.MAX_VALUE));
  }

  /** How far it is at most from a number up, or down, to another; not below zero, and no more than a long holds. */
  public long distance(Value from, Value to, boolean up) {
    Range begin = of(from);
    Range end = of(to);
    long distance = up ? end.greatest - begin.least : begin.greatest - end.least;
    boolean overflows =
        up ? begin.least < 0 && end.greatest > 0 : begin.greatest > 0 && end.least < 0;
    return distance < 0 ? (overflows ? Long.MAX_VALUE : 0) : distance;
  }

  /** Whether a number is 0 or 1. */
  boolean isBoolean(Value value) {
    return of(value).isWithin(Range.upTo(1));
  }

  /** The range of a number. */
  Range of(Value value) {
    Value number = value.resolved();
    Range range = known.get(number);
    if (range != null) {
      return range;
    }
    if (open.size() > MAXIMUM_DEPTH || !open.add(number)) {
      return whole(number);
    }
    Range found = compute(number);
    open.remove(number);
    if (!found.isWithin(whole(number))) {
      found = whole(number); // it may wrap around
    }
    // What was found while a phi is open may be wider than it is, never narrower.
    known.put(number, found);
    return found;
  }

  private static Range whole(Value value) {
    return value.type() == ValueType.INT ? Range.INT : Range.LONG;
  }

  private Range compute(Value value) {
    return switch (value.operation()) {
      case Operation.Constant constant -> new Range(constant.value(), constant.value());
      case Operation.Phi _ -> phi(value);
      case Operation.Load load -> loaded(value, load.width(), load.signed());
      case Operation.VolatileLoad load -> loaded(value, load.width(), load.signed());
      case Operation.KernelLoad load -> loaded(value, load.width(), load.signed());
      case Operation.Binary binary -> binary(value, binary.operator());
      case Operation.Negate _ -> {
        Range source = of(value.input(0));
        yield !verified && source.least > Integer.MIN_VALUE && source.greatest <= Integer.MAX_VALUE
            ? new Range(-source.greatest, -source.least)
            : whole(value);
      }
      case Operation.Convert convert -> {
        Range source = of(value.input(0));
        yield switch (convert.conversion()) {
          case INT_TO_LONG -> source;
          case INT_TO_LONG_UNSIGNED -> source.least >= 0 ? source : Range.upTo(0xffff_ffffL);
          case LONG_TO_INT -> lowerHalf(source);
          case INT_TO_BYTE -> narrowed(source, new Range(Byte.MIN_VALUE, Byte.MAX_VALUE));
          case INT_TO_SHORT -> narrowed(source, new Range(Short.MIN_VALUE, Short.MAX_VALUE));
          case INT_TO_CHAR -> narrowed(source, Range.upTo(Character.MAX_VALUE));
          case SWAP_SHORT -> verified ? whole(value) : Range.upTo(Character.MAX_VALUE);
          case ADDRESS_TO_INT, SWAP_INT, SWAP_LONG -> whole(value);
        };
      }
      default -> whole(value);
    };
  }

  private Range lowerHalf(Range source) {
    if (!source.isWithin(Range.INT)) {
      return Range.INT;
    }
    if (narrows) {
      return source;
    }
    // The bits that are surely zero are known of both.
    return source.least < 0 ? Range.INT : Range.upTo(ones(source.greatest));
  }

  private static Range narrowed(Range source, Range to) {
    return source.isWithin(to) ? source : to;
  }

  private static Range loaded(Value value, Width width, boolean signed) {
    return switch (width) {
      case BYTE -> signed ? new Range(Byte.MIN_VALUE, Byte.MAX_VALUE) : Range.upTo(0xff);
      case HALF -> signed ? new Range(Short.MIN_VALUE, Short.MAX_VALUE) : Range.upTo(0xffff);
      case WORD, DOUBLE -> whole(value);
    };
  }

  private static boolean isBound(Value value) {
    return value.operation() instanceof Operation.PacketBound;
  }

  private Range binary(Value value, BinaryOperator operator) {
    if (operator == BinaryOperator.SUBTRACT && isBound(value.input(0)) && isBound(value.input(1))) {
      // A packet's length, of which the verifier knows nothing.
      return verified ? whole(value) : Range.upTo(LONGEST_PACKET);
    }
    Range left = of(value.input(0));
    Range right = of(value.input(1));
    Long constant = value.input(1).constant();
    boolean small = left.isWithin(Range.INT) && right.isWithin(Range.INT);
    if (!combines
        && constant == null
        && (operator == BinaryOperator.MULTIPLY
            || operator == BinaryOperator.OR
            || operator == BinaryOperator.XOR)) {
      return whole(value);
    }
    return switch (operator) {
      case ADD ->
          small
              ? new Range(left.least + right.least, left.greatest + right.greatest)
              : whole(value);
      case SUBTRACT ->
          small
              ? new Range(left.least - right.greatest, left.greatest - right.least)
              : whole(value);
      case MULTIPLY ->
          small && left.least >= 0 && right.least >= 0
              ? new Range(left.least * right.least, left.greatest * right.greatest)
              : whole(value);
      case AND -> {
        if (left.least >= 0 && right.least >= 0) {
          yield Range.upTo(Math.min(left.greatest, right.greatest));
        }
        if (left.least >= 0 || right.least >= 0) {
          yield Range.upTo(left.least >= 0 ? left.greatest : right.greatest);
        }
        yield whole(value);
      }
      case OR, XOR ->
          left.least >= 0 && right.least >= 0
              ? Range.upTo(ones(left.greatest | right.greatest))
              : whole(value);
      case SHIFT_LEFT ->
          small && left.least >= 0 && constant != null && constant >= 0 && constant < Integer.SIZE
              ? new Range(left.least << constant, left.greatest << constant)
              : whole(value);
      case SHIFT_RIGHT -> constant == null ? whole(value) : right(value, left, constant);
      case SHIFT_RIGHT_UNSIGNED -> {
        if (constant == null) {
          yield whole(value);
        }
        int bits = value.isWide() ? Long.SIZE : Integer.SIZE;
        int count = (int) (constant & (bits - 1));
        if (left.least >= 0) {
          yield right(value, left, count);
        }
        yield count == 0 ? whole(value) : Range.upTo(-1L >>> (Long.SIZE - bits + count));
      }
      case DIVIDE ->
          !verified && constant != null && constant > 0
              ? new Range(left.least / constant, left.greatest / constant)
              : whole(value);
      case REMAINDER -> {
        if (verified || constant == null || constant == 0 || constant == Long.MIN_VALUE) {
          yield whole(value);
        }
        long most = Math.abs(constant) - 1;
        yield new Range(
            left.least >= 0 ? 0 : Math.max(left.least, -most),
            left.greatest <= 0 ? 0 : Math.min(left.greatest, most));
      }
      case REMAINDER_UNSIGNED ->
          !verified && constant != null && constant > 0 ? Range.upTo(constant - 1) : whole(value);
      case DIVIDE_UNSIGNED ->
          !verified && left.least >= 0 && right.least > 0
              ? Range.upTo(left.greatest)
              : whole(value);
    };
  }

  private static Range right(Value value, Range left, long constant) {
    long count = constant & (value.isWide() ? Long.SIZE - 1 : Integer.SIZE - 1);
    return new Range(left.least >> count, left.greatest >> count);
  }

  private static long ones(long number) {
    return number == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(number);
  }

  private Range phi(Value phi) {
    Range counted = counted(phi);
    if (counted != null) {
      return counted;
    }
    Range range = null;
    for (int i = 0; i < phi.inputs().size(); i++) {
      Value input = phi.input(i);
      if (input != phi) {
        Range other = onEdge(phi, i, of(input));
        range = range == null ? other : range.or(other);
      }
    }
    return range == null ? whole(phi) : range;
  }

  /** A number's range where it comes into a phi: a comparison with a constant on the way there may have narrowed it. */
  private Range onEdge(Value phi, int edge, Range range) {
    Block join = phiBlocks.get(phi);
    if (join == null) {
      return range;
    }
    Range narrowed = range;
    Block to = join;
    Block from = join.predecessors().get(edge);
    for (int steps = 0; steps < MAXIMUM_STEPS; steps++) {
      if (from.terminator() instanceof Terminator.Branch branch
          && branch.left().resolved() == phi.input(edge)
          && branch.then() != branch.otherwise()) {
        narrowed = behind(branch, branch.then() == to, narrowed);
      }
      if (from.predecessors().size() != 1 || from.phis().contains(phi.input(edge))) {
        return narrowed;
      }
      to = from;
      from = from.predecessors().getFirst();
    }
    return narrowed;
  }

  private static final int MAXIMUM_STEPS = 4;

  /** What is left of a range behind a signed comparison with a constant. */
  private static Range behind(Terminator.Branch branch, boolean holds, Range range) {
    Long constant = branch.right().resolved().constant();
    if (constant == null) {
      return range;
    }
    long least = range.least;
    long greatest = range.greatest;
    switch (branch.condition()) {
      case SLT, SGE -> {
        if ((branch.condition() == JumpCondition.SLT) == holds) {
          greatest = Math.min(greatest, constant - 1);
        } else {
          least = Math.max(least, constant);
        }
      }
      case SGT, SLE -> {
        if ((branch.condition() == JumpCondition.SGT) == holds) {
          least = Math.max(least, constant + 1);
        } else {
          greatest = Math.min(greatest, constant);
        }
      }
      case EQ, NE, SET, GT, GE, LT, LE -> {}
    }
    return least <= greatest ? new Range(least, greatest) : range;
  }

  /**
   * A number that begins with a constant and grows by another as long as it is below a third, which its loop asks before all
   * else.
   */
  private @Nullable Range counted(Value phi) {
    Block header = phiBlocks.get(phi);
    if (header == null
        || phi.type() != ValueType.INT
        || phi.inputs().size() != 2
        || !(header.terminator() instanceof Terminator.Branch branch)
        || branch.left().resolved() != phi) {
      return null;
    }
    Long limit = branch.right().resolved().constant();
    Long begin = phi.input(0).constant();
    Long step = step(phi, phi.input(1));
    if (limit == null || begin == null || step == null || begin < 0 || step <= 0) {
      return null;
    }
    int excluded =
        switch (branch.condition()) {
          case SLT, SGE -> 1;
          case SLE, SGT -> 0;
          case EQ, NE, SET, GT, GE, LT, LE -> -1;
        };
    if (excluded < 0) {
      return null;
    }
    boolean goesOn =
        branch.condition() == JumpCondition.SLT || branch.condition() == JumpCondition.SLE;
    Block body = goesOn ? branch.then() : branch.otherwise();
    long most = limit - excluded;
    boolean isInside =
        body.predecessors().size() == 1 && dominators.dominates(body, header.predecessors().get(1));
    if (!isInside || most + step > Integer.MAX_VALUE) {
      return null;
    }
    return new Range(begin, Math.max(begin, most + step));
  }

  private static @Nullable Long step(Value phi, Value next) {
    return next.operation() instanceof Operation.Binary binary
            && binary.operator() == BinaryOperator.ADD
            && next.input(0) == phi
        ? next.input(1).constant()
        : null;
  }

  /** Whether a comparison holds whatever the values are; null if that depends on them. */
  @Nullable Boolean decide(JumpCondition condition, Value left, Value right) {
    if (!isNumber(left) || !isNumber(right)) {
      return null;
    }
    if (source(left) == source(right)) {
      return Comparison.ofSame(condition);
    }
    Range a = of(left);
    Range b = of(right);
    boolean unsigned =
        switch (condition) {
          case GT, GE, LT, LE -> true;
          case EQ, NE, SGT, SGE, SLT, SLE, SET -> false;
        };
    if (unsigned && (a.least < 0 || b.least < 0)) {
      return null;
    }
    return switch (condition) {
      case EQ -> equal(a, b);
      case NE -> {
        Boolean equal = equal(a, b);
        yield equal == null ? null : Boolean.valueOf(!equal);
      }
      case GT, SGT -> below(b, a, false);
      case GE, SGE -> below(b, a, true);
      case LT, SLT -> below(a, b, false);
      case LE, SLE -> below(a, b, true);
      case SET -> null;
    };
  }

  /** The number that another one is, behind conversions that change nothing of it. */
  private Value source(Value number) {
    Value source = number.resolved();
    while (source.operation() instanceof Operation.Convert(Conversion conversion)
        && isKept(of(source.input(0)), conversion)) {
      source = source.input(0).resolved();
    }
    return source;
  }

  private static boolean isKept(Range range, Conversion conversion) {
    return switch (conversion) {
      case INT_TO_LONG -> true;
      case INT_TO_LONG_UNSIGNED -> range.least >= 0;
      case LONG_TO_INT, INT_TO_BYTE, INT_TO_SHORT, INT_TO_CHAR ->
          conversion.apply(range.least) == range.least
              && conversion.apply(range.greatest) == range.greatest;
      case ADDRESS_TO_INT, SWAP_SHORT, SWAP_INT, SWAP_LONG -> false;
    };
  }

  private static boolean isNumber(Value value) {
    return value.type() == ValueType.INT || value.type() == ValueType.LONG;
  }

  private static @Nullable Boolean equal(Range a, Range b) {
    if (a.greatest < b.least || b.greatest < a.least) {
      return false;
    }
    return a.least == a.greatest && a.equals(b) ? true : null;
  }

  private static @Nullable Boolean below(Range a, Range b, boolean orEqual) {
    if (orEqual ? a.greatest <= b.least : a.greatest < b.least) {
      return true;
    }
    return (orEqual ? a.least > b.greatest : a.least >= b.greatest) ? false : null;
  }
}
