package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;

/** Division, which is a fault where the divisor is zero. */
final class Division {
  private final GraphBuilder graph;

  Division(GraphBuilder graph) {
    this.graph = graph;
  }

  /** {@code divideUnsigned} or {@code remainderUnsigned}. */
  Value unsigned(boolean remainder, Value dividend, Value divisor) {
    return checked(
        remainder ? BinaryOperator.REMAINDER_UNSIGNED : BinaryOperator.DIVIDE_UNSIGNED,
        dividend,
        divisor);
  }

  /** Java's {@code /} or {@code %}. */
  Value signed(boolean remainder, Value dividend, Value divisor) {
    return checked(remainder ? BinaryOperator.REMAINDER : BinaryOperator.DIVIDE, dividend, divisor);
  }

  private Value checked(BinaryOperator operator, Value dividend, Value divisor) {
    Long constant = divisor.constant();
    if (constant == null) {
      Value zero = divisor.type() == ValueType.LONG ? graph.constantLong(0) : graph.constantInt(0);
      graph.faultIf(JumpCondition.EQ, divisor, zero, "division by zero");
    } else if (constant == 0) {
      throw new SourceError(graph.position(), Rule.ALWAYS_FAILS, "this divides by zero, always");
    }
    return graph.binary(operator, dividend, divisor);
  }
}
