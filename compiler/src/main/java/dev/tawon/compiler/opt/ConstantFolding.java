package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes what is constant, and writes arithmetic in its cheapest form: sums of constants as one, multiplications and divisions by
 * powers of two as shifts, addresses as a base and a distance, bytes swapped twice as not at all.
 */
public final class ConstantFolding {
  private final Function function;
  private final Target target;
  private Ranges ranges;

  /** What the verifier knows: a mask may be there to tell it. */
  private Ranges verified;

  private DemandedBits uses;
  private List<Value> before = new ArrayList<>();
  private Value at;

  private ConstantFolding(Function function, Target target) {
    this.function = function;
    this.target = target;
    this.ranges = Ranges.of(function);
    this.verified = Ranges.verified(function, target);
    this.uses = DemandedBits.of(function, true);
    this.at =
        function.newValue(
            new Operation.Null(), ValueType.REFERENCE, List.of(), function.entry().end());
  }

  /** Changes a function in place, for a kernel whose verifier is to follow it. */
  public static void run(Function function, Target target) {
    ConstantFolding folding = new ConstantFolding(function, target);
    while (folding.pass()) {
      Simplification.run(function);
      folding.ranges = Ranges.of(function);
      folding.verified = Ranges.verified(function, folding.target);
      folding.uses = DemandedBits.of(function, true);
    }
  }

  private boolean pass() {
    boolean any = false;
    for (Block block : function.reversePostorder()) {
      List<Value> result = new ArrayList<>(block.values().size());
      boolean changed = false;
      for (Value value : block.values()) {
        at = value;
        before = new ArrayList<>();
        Value simpler = simpler(value);
        result.addAll(before);
        result.add(value);
        if (simpler != null) {
          value.replaceBy(simpler);
          changed = true;
        }
      }
      if (changed) {
        block.values().clear();
        block.values().addAll(result);
        any = true;
      }
    }
    return any;
  }

  private @Nullable Value simpler(Value value) {
    return switch (value.operation()) {
      case Operation.Binary binary -> binary(value, binary.operator());
      case Operation.Negate _ -> {
        Long number = value.input(0).constant();
        yield number == null ? null : constant(value, -number);
      }
      case Operation.Convert convert -> convert(value, convert.conversion());
      case Operation.Offset offset -> offset(value, value.input(0), offset.bytes());
      case Operation.PointerAdd _ -> {
        Long distance = value.input(1).constant();
        if (distance == null && value.input(0).operation() instanceof Operation.Offset(int bytes)) {
          // The distance that is known goes into the instruction that reads or writes.
          Value sum =
              make(value.operation(), value.type(), value.input(0).input(0), value.input(1));
          yield make(new Operation.Offset(bytes), value.type(), sum);
        }
        // What is farther than an instruction reaches is out of bounds, and never comes to be.
        yield distance != null && distance == (short) (long) distance
            ? distance == 0
                ? value.input(0)
                : make(new Operation.Offset((int) (long) distance), value.type(), value.input(0))
            : null;
      }
      default -> null;
    };
  }

  private Value make(Operation operation, ValueType type, Value... inputs) {
    Value made = function.newValue(operation, type, List.of(inputs), at.position());
    before.add(made);
    return made;
  }

  private Value constant(Value like, long number) {
    return make(
        new Operation.Constant(like.type() == ValueType.INT ? (int) number : number), like.type());
  }

  private Value count(long bits) {
    return make(new Operation.Constant(bits), ValueType.INT);
  }

  private @Nullable Value offset(Value value, Value base, int bytes) {
    if (base.operation() instanceof Operation.Offset(int more)
        && (long) bytes + more == bytes + more) {
      return make(new Operation.Offset(bytes + more), value.type(), base.input(0));
    }
    return null;
  }

  private @Nullable Value binary(Value value, BinaryOperator operator) {
    Value left = value.input(0);
    Value right = value.input(1);
    Long a = left.constant();
    Long b = right.constant();
    if (a != null && b != null && !(operator.divides() && b == 0)) {
      return constant(value, operator.apply(a, b, value.isWide()));
    }
    if (a != null && b == null && operator.commutative()) {
      return make(new Operation.Binary(operator), value.type(), right, left);
    }
    return b == null ? null : byConstant(value, operator, left, b);
  }

  private @Nullable Value byConstant(Value value, BinaryOperator operator, Value left, long b) {
    long all = value.isWide() ? -1L : 0xffff_ffffL;
    int power = b != 0 && (b & (b - 1) & all) == 0 ? Long.numberOfTrailingZeros(b) : -1;
    return switch (operator) {
      case ADD -> b == 0 ? left : sum(value, left, b);
      case SUBTRACT ->
          b == 0
              ? left
              : (int) b != Integer.MIN_VALUE && b == (int) b
                  ? make(
                      new Operation.Binary(BinaryOperator.ADD),
                      value.type(),
                      left,
                      constant(value, -b))
                  : null;
      case MULTIPLY -> {
        if (b == 0 || b == 1) {
          yield b == 0 ? constant(value, 0) : left;
        }
        yield power > 0 ? shift(value, BinaryOperator.SHIFT_LEFT, left, power) : null;
      }
      case DIVIDE ->
          b == 1 ? left : b == -1 ? make(new Operation.Negate(), value.type(), left) : null;
      case REMAINDER -> b == 1 || b == -1 ? constant(value, 0) : null;
      case DIVIDE_UNSIGNED ->
          power < 0
              ? null
              : power == 0 ? left : shift(value, BinaryOperator.SHIFT_RIGHT_UNSIGNED, left, power);
      case REMAINDER_UNSIGNED ->
          power < 0
              ? null
              : make(
                  new Operation.Binary(BinaryOperator.AND),
                  value.type(),
                  left,
                  constant(value, b - 1));
      case AND -> {
        if (b == 0) {
          yield constant(value, 0);
        }
        Ranges.Range range = verified.of(left);
        boolean keepsAll =
            b == -1 || range.least() >= 0 && (b & ones(range.greatest())) == ones(range.greatest());
        yield keepsAll ? left : again(value, operator, left, b);
      }
      case OR, XOR -> b == 0 ? left : again(value, operator, left, b);
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          (b & (value.isWide() ? Long.SIZE - 1 : Integer.SIZE - 1)) == 0 ? left : null;
    };
  }

  private static long ones(long number) {
    return number == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(number);
  }

  private Value shift(Value value, BinaryOperator operator, Value left, int bits) {
    return make(new Operation.Binary(operator), value.type(), left, count(bits));
  }

  /** {@code (x + a) + b} is {@code x + (a + b)}. */
  private @Nullable Value sum(Value value, Value left, long b) {
    if (left.operation() instanceof Operation.Binary(BinaryOperator inner)
        && inner == BinaryOperator.ADD
        && left.input(1).constant() != null
        && uses.uses(left) == 1) {
      long sum = BinaryOperator.ADD.apply(left.input(1).constant(), b, value.isWide());
      return make(
          new Operation.Binary(BinaryOperator.ADD),
          value.type(),
          left.input(0),
          constant(value, sum));
    }
    return null;
  }

  /** {@code (x & a) & b} is {@code x & (a & b)}, and so on. */
  private @Nullable Value again(Value value, BinaryOperator operator, Value left, long b) {
    if (left.operation() instanceof Operation.Binary(BinaryOperator inner)
        && inner == operator
        && left.input(1).constant() != null
        && uses.uses(left) == 1) {
      long both = operator.apply(left.input(1).constant(), b, value.isWide());
      return make(
          new Operation.Binary(operator), value.type(), left.input(0), constant(value, both));
    }
    return null;
  }

  private @Nullable Value convert(Value value, Conversion conversion) {
    Value source = value.input(0);
    Long number = source.constant();
    if (number != null) {
      return constant(value, conversion.apply(number));
    }
    Ranges.Range range = ranges.of(source);
    return switch (conversion) {
      case INT_TO_BYTE ->
          range.isWithin(new Ranges.Range(Byte.MIN_VALUE, Byte.MAX_VALUE)) ? source : null;
      case INT_TO_SHORT ->
          range.isWithin(new Ranges.Range(Short.MIN_VALUE, Short.MAX_VALUE)) ? source : null;
      case INT_TO_CHAR ->
          verified.of(source).isWithin(Ranges.Range.upTo(Character.MAX_VALUE)) ? source : null;
      case LONG_TO_INT ->
          source.operation() instanceof Operation.Convert(Conversion inner)
                  && (inner == Conversion.INT_TO_LONG || inner == Conversion.INT_TO_LONG_UNSIGNED)
              ? source.input(0)
              : null;
      case SWAP_SHORT -> {
        Value swapped = swapped(source, Conversion.SWAP_SHORT);
        yield swapped != null && ranges.of(swapped).isWithin(Ranges.Range.upTo(0xffff))
            ? swapped
            : null;
      }
      case ADDRESS_TO_INT -> null;
      case SWAP_INT, SWAP_LONG -> swapped(source, conversion);
      case INT_TO_LONG, INT_TO_LONG_UNSIGNED ->
          source.operation() instanceof Operation.Convert(Conversion inner)
                  && inner == Conversion.LONG_TO_INT
                  && ranges.of(source.input(0)).isWithin(Ranges.Range.upTo(Integer.MAX_VALUE))
              ? source.input(0)
              : null;
    };
  }

  /** What was swapped to give a value, by way of conversions that do not touch the bits that count. */
  private static @Nullable Value swapped(Value value, Conversion swap) {
    Value source = value;
    while (swap == Conversion.SWAP_SHORT
        && source.operation() instanceof Operation.Convert(Conversion conversion)
        && (conversion == Conversion.INT_TO_CHAR || conversion == Conversion.INT_TO_SHORT)) {
      source = source.input(0);
    }
    return source.operation() instanceof Operation.Convert(Conversion inner) && inner == swap
        ? source.input(0)
        : null;
  }
}
