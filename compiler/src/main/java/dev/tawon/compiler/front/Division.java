package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;

/**
 * Division, which is a fault where the divisor is zero.
 *
 * <p>Before version 4 the instruction set divides unsigned numbers only. The signed quotient is that of the magnitudes, with
 * its sign put back; the magnitude of the smallest number is right when seen as unsigned, and so is the one overflow that
 * Java defines, {@code MIN_VALUE / -1}.
 */
final class Division {
  private final GraphBuilder graph;

  Division(GraphBuilder graph) {
    this.graph = graph;
  }

  /** {@code divideUnsigned} or {@code remainderUnsigned}. */
  Value unsigned(boolean remainder, Value dividend, Value divisor) {
    checkDivisor(divisor);
    return unchecked(remainder, dividend, divisor);
  }

  private Value unchecked(boolean remainder, Value dividend, Value divisor) {
    return graph.binary(
        remainder ? BinaryOperator.REMAINDER_UNSIGNED : BinaryOperator.DIVIDE_UNSIGNED,
        dividend,
        divisor);
  }

  /** Java's {@code /} or {@code %}. */
  Value signed(boolean remainder, Value dividend, Value divisor) {
    checkDivisor(divisor);
    Long a = dividend.constant();
    Long b = divisor.constant();
    if (a != null && b != null) {
      return constant(dividend.type(), remainder ? a % b : a / b);
    }
    if (isNotNegative(dividend) && isNotNegative(divisor)) {
      return unchecked(remainder, dividend, divisor);
    }
    if (b != null && b > 0 && Long.bitCount(b) == 1) {
      return byPowerOfTwo(remainder, dividend, Long.numberOfTrailingZeros(b));
    }
    Value sign = sign(dividend);
    Value magnitude = flip(dividend, sign);
    Value divisorSign = sign(divisor);
    Value result = unchecked(remainder, magnitude, flip(divisor, divisorSign));
    return flip(result, remainder ? sign : graph.binary(BinaryOperator.XOR, sign, divisorSign));
  }

  /** The shift rounds down, and Java to zero: what is added to a negative number makes up for it. */
  private Value byPowerOfTwo(boolean remainder, Value dividend, int bits) {
    if (bits == 0) {
      return remainder ? constant(dividend.type(), 0) : dividend;
    }
    int size = dividend.type() == ValueType.LONG ? Long.SIZE : Integer.SIZE;
    Value bias =
        graph.binary(
            BinaryOperator.SHIFT_RIGHT_UNSIGNED, sign(dividend), graph.constantInt(size - bits));
    Value biased = graph.binary(BinaryOperator.ADD, dividend, bias);
    if (!remainder) {
      return graph.binary(BinaryOperator.SHIFT_RIGHT, biased, graph.constantInt(bits));
    }
    Value multiple =
        graph.binary(BinaryOperator.AND, biased, constant(dividend.type(), -1L << bits));
    return graph.binary(BinaryOperator.SUBTRACT, dividend, multiple);
  }

  private void checkDivisor(Value divisor) {
    Long constant = divisor.constant();
    if (constant == null) {
      graph.faultIf(JumpCondition.EQ, divisor, constant(divisor.type(), 0), "division by zero");
    } else if (constant == 0) {
      throw new SourceError(graph.position(), Rule.ALWAYS_FAILS, "this divides by zero, always");
    }
  }

  /** -1 for a negative number, else 0. */
  private Value sign(Value number) {
    int size = number.type() == ValueType.LONG ? Long.SIZE : Integer.SIZE;
    return isNotNegative(number)
        ? constant(number.type(), 0)
        : graph.binary(BinaryOperator.SHIFT_RIGHT, number, graph.constantInt(size - 1));
  }

  /** The negative of a number where the sign is -1, and the number where it is 0. */
  private Value flip(Value number, Value sign) {
    return graph.binary(
        BinaryOperator.SUBTRACT, graph.binary(BinaryOperator.XOR, number, sign), sign);
  }

  private Value constant(ValueType type, long value) {
    return type == ValueType.LONG ? graph.constantLong(value) : graph.constantInt((int) value);
  }

  private static boolean isNotNegative(Value number) {
    Long constant = number.constant();
    if (constant != null) {
      return constant >= 0;
    }
    return switch (number.operation()) {
      case Operation.Convert convert ->
          convert.conversion() == Conversion.INT_TO_CHAR
              || convert.conversion() == Conversion.SWAP_SHORT
              || convert.conversion() == Conversion.INT_TO_LONG_UNSIGNED
              || (convert.conversion() == Conversion.INT_TO_LONG && isNotNegative(number.input(0)));
      case Operation.Load load ->
          !load.signed() && load.width().bytes() < (number.isWide() ? Long.BYTES : Integer.BYTES);
      case Operation.Binary binary -> {
        Long right = number.input(1).constant();
        yield right != null
            && switch (binary.operator()) {
              case AND -> right >= 0;
              case SHIFT_RIGHT_UNSIGNED -> (right & (number.isWide() ? 63 : 31)) != 0;
              case ADD,
                  SUBTRACT,
                  MULTIPLY,
                  DIVIDE_UNSIGNED,
                  REMAINDER_UNSIGNED,
                  OR,
                  XOR,
                  SHIFT_LEFT,
                  SHIFT_RIGHT ->
                  false;
            };
      }
      default -> false;
    };
  }
}
