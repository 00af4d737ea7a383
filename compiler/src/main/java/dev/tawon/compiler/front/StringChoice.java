package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Strings of which the path taken chooses one: what is asked of it is a number that the path chooses likewise. */
final class StringChoice {
  private final GraphBuilder graph;

  StringChoice(GraphBuilder graph) {
    this.graph = graph;
  }

  /** Whether a value is one of several string constants, or null. */
  static boolean is(Value value) {
    if (!(value.operation() instanceof Operation.Phi)) {
      return false;
    }
    boolean some = false;
    for (Value each : PhiInputs.of(value)) {
      boolean isString = each.operation() instanceof Operation.Literal(String _);
      if (!isString && !(each.operation() instanceof Operation.Null)) {
        return false;
      }
      some |= isString;
    }
    return some;
  }

  /** 1 where a string is null, else 0. */
  Value isNull(Value text) {
    return number(text, each -> each == null ? 1 : 0);
  }

  /** 1 where a string is equal to a constant, else 0. */
  Value isEqual(Value text, String constant) {
    return number(text, each -> constant.equals(each) ? 1 : 0);
  }

  /** The number that goes with a string, wherever paths choose one. */
  Value number(Value text, ToIntFunction<@Nullable String> number) {
    return beside(text, number, new HashMap<>());
  }

  private Value beside(
      Value text, ToIntFunction<@Nullable String> number, Map<Value, Value> known) {
    Value own = text.resolved();
    Value twin = known.get(own);
    if (twin != null) {
      return twin;
    }
    if (own.operation() instanceof Operation.Phi) {
      Value phi = graph.phiBeside(own, ValueType.INT);
      known.put(own, phi);
      for (int i = 0; i < own.inputs().size(); i++) {
        phi.inputs().add(beside(own.input(i), number, known));
      }
      return phi;
    }
    String constant = own.operation() instanceof Operation.Literal(String each) ? each : null;
    Value made =
        graph.addAtEntry(new Operation.Constant(number.applyAsInt(constant)), ValueType.INT);
    known.put(own, made);
    return made;
  }
}
