package dev.tawon.compiler.opt;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Java's division, by what the target has: the unsigned one where no number is negative, shifts where the divisor is a power of two,
 * the signed one from version 4 of the instruction set. Else the signed quotient is that of the magnitudes, with its sign put
 * back; the magnitude of the smallest number is right when seen as unsigned, and so is the one overflow that Java defines, {@code
 * MIN_VALUE / -1}.
 *
 * <p>Before Linux 6.12 (commit 7dd34d7b7dcf) that overflow is an exception of an x86 processor in the kernel: there a number
 * that may be -1 is no divisor of the signed division.
 */
final class SignedDivision {
  private final Function function;
  private final Target target;
  private final Ranges ranges;
  private List<Value> made = new ArrayList<>();
  private Value at;

  private SignedDivision(Function function, Target target) {
    this.function = function;
    this.target = target;
    this.ranges = Ranges.of(function);
    this.at =
        function.newValue(
            new Operation.Null(), ValueType.REFERENCE, List.of(), function.entry().end());
  }

  /** Changes a function in place. */
  static void run(Function function, Target target) {
    SignedDivision division = new SignedDivision(function, target);
    boolean any = false;
    for (Block block : function.reversePostorder()) {
      any |= division.visit(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private boolean visit(Block block) {
    List<Value> result = new ArrayList<>(block.values().size());
    boolean any = false;
    for (Value value : block.values()) {
      if (value.operation() instanceof Operation.Binary(BinaryOperator operator)
          && (operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER)) {
        at = value;
        made = new ArrayList<>();
        Value other = divided(operator == BinaryOperator.REMAINDER, value);
        if (other != null) {
          result.addAll(made);
          value.replaceBy(other);
          any = true;
        }
      }
      result.add(value);
    }
    if (any) {
      block.values().clear();
      block.values().addAll(result);
    }
    return any;
  }

  /** What has the result of a division, or null if that is to stay. */
  private @Nullable Value divided(boolean remainder, Value value) {
    Value dividend = value.input(0);
    Value divisor = value.input(1);
    Long constant = divisor.constant();
    boolean plain = ranges.isNotNegative(dividend);
    if (plain && ranges.isNotNegative(divisor)) {
      return unsigned(remainder, dividend, divisor);
    }
    if (constant != null && constant > 0 && Long.bitCount(constant) == 1) {
      return byPowerOfTwo(remainder, dividend, Long.numberOfTrailingZeros(constant));
    }
    if (target.isa().has(IsaVersion.V4) && (target.isAtLeast(6, 12) || cannotBeMinusOne(divisor))) {
      return null;
    }
    Value sign = sign(dividend);
    Value magnitude = flip(dividend, sign);
    Value divisorSign = sign(divisor);
    Value result = unsigned(remainder, magnitude, flip(divisor, divisorSign));
    return flip(result, remainder ? sign : binary(BinaryOperator.XOR, sign, divisorSign));
  }

  private boolean cannotBeMinusOne(Value divisor) {
    Ranges.Range range = ranges.of(divisor);
    return range.least() > -1 || range.greatest() < -1;
  }

  private Value unsigned(boolean remainder, Value dividend, Value divisor) {
    return binary(
        remainder ? BinaryOperator.REMAINDER_UNSIGNED : BinaryOperator.DIVIDE_UNSIGNED,
        dividend,
        divisor);
  }

  /** The shift rounds down, and Java to zero: what is added to a negative number makes up for it. */
  private Value byPowerOfTwo(boolean remainder, Value dividend, int bits) {
    if (bits == 0) {
      return remainder ? constant(dividend.type(), 0) : dividend;
    }
    int size = dividend.type() == ValueType.LONG ? Long.SIZE : Integer.SIZE;
    Value bias =
        binary(
            BinaryOperator.SHIFT_RIGHT_UNSIGNED,
            sign(dividend),
            constant(ValueType.INT, size - bits));
    Value biased = binary(BinaryOperator.ADD, dividend, bias);
    if (!remainder) {
      return binary(BinaryOperator.SHIFT_RIGHT, biased, constant(ValueType.INT, bits));
    }
    Value multiple = binary(BinaryOperator.AND, biased, constant(dividend.type(), -1L << bits));
    return binary(BinaryOperator.SUBTRACT, dividend, multiple);
  }

  /** -1 for a negative number, else 0. */
  private Value sign(Value number) {
    int size = number.type() == ValueType.LONG ? Long.SIZE : Integer.SIZE;
    return ranges.isNotNegative(number)
        ? constant(number.type(), 0)
        : number.constant() != null
            ? constant(number.type(), -1)
            : binary(BinaryOperator.SHIFT_RIGHT, number, constant(ValueType.INT, size - 1));
  }

  /** The negative of a number where the sign is -1, and the number where it is 0. */
  private Value flip(Value number, Value sign) {
    Long known = sign.constant();
    if (known == null) {
      return binary(BinaryOperator.SUBTRACT, binary(BinaryOperator.XOR, number, sign), sign);
    }
    return known == 0 ? number : make(new Operation.Negate(), number.type(), number);
  }

  /** An operation, or what it comes to: nothing here is folded that is not a constant as a sign is. */
  private Value binary(BinaryOperator operator, Value left, Value right) {
    Long a = left.constant();
    Long b = right.constant();
    if (operator == BinaryOperator.XOR && b != null && b == 0) {
      return left;
    }
    if (a != null && b != null && !(operator.divides() && b == 0)) {
      return constant(left.type(), operator.apply(a, b, left.isWide()));
    }
    return make(new Operation.Binary(operator), left.type(), left, right);
  }

  private Value constant(ValueType type, long value) {
    return make(new Operation.Constant(type == ValueType.INT ? (int) value : value), type);
  }

  private Value make(Operation operation, ValueType type, Value... inputs) {
    Value value = function.newValue(operation, type, List.of(inputs), at.position());
    made.add(value);
    return value;
  }
}
