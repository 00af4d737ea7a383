package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which enum a value is a constant of, or of which class a number as an object: the number alone does not say. */
final class ValueClasses {
  private final GraphBuilder graph;
  private final Map<Value, Class<?>> types = new HashMap<>();

  ValueClasses(GraphBuilder graph) {
    this.graph = graph;
  }

  /** Remembers a value's class. */
  Value know(Value value, Class<?> type) {
    types.put(value, type);
    return value;
  }

  /** The class of a value, also where paths choose one of several; null if the value is of no such class. */
  @Nullable Class<?> of(Value value) {
    Deque<Value> work = new ArrayDeque<>(Set.of(value));
    Set<Value> seen = new HashSet<>();
    while (!work.isEmpty()) {
      Value each = work.remove().resolved();
      Class<?> type = types.get(each);
      if (type != null) {
        return type;
      }
      if (seen.add(each) && each.operation() instanceof Operation.Phi) {
        for (int i = 0; i < each.inputs().size(); i++) {
          work.add(each.input(i));
        }
        Value known = graph.someInput(each);
        if (known != null) {
          work.add(known);
        }
      }
    }
    return null;
  }

  /** The enum that all constants are of that a value may be; null if that is not sure. */
  @Nullable Class<?> only(Value value) {
    Deque<Value> work = new ArrayDeque<>(Set.of(value));
    Set<Value> seen = new HashSet<>();
    Class<?> only = null;
    while (!work.isEmpty()) {
      Value each = work.remove().resolved();
      Class<?> type = types.get(each);
      boolean phi = each.operation() instanceof Operation.Phi && !each.inputs().isEmpty();
      if (type == null && !phi && !(each.operation() instanceof Operation.Null)) {
        return null;
      }
      if (type != null && only != null && type != only) {
        return null;
      }
      only = type == null ? only : type;
      if (phi && type == null && seen.add(each)) {
        for (int i = 0; i < each.inputs().size(); i++) {
          work.add(each.input(i));
        }
      }
    }
    return only;
  }
}
