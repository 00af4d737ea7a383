package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Answers {@code instanceof} where the program shows what an object is: no object has its class with it. */
final class Instances {
  private final GraphBuilder graph;
  private final Memory memory;
  private final Rule rule;

  /**
   * @param rule what is broken by a question that has no answer
   */
  Instances(GraphBuilder graph, Memory memory, Rule rule) {
    this.graph = graph;
    this.memory = memory;
    this.rule = rule;
  }

  /**
   * 1 if an object is of a class, else 0.
   *
   * @throws SourceError if that depends on the path taken by which the object came
   */
  Value test(Value object, Class<?> type) {
    boolean some = false;
    boolean others = false;
    Collection<Value> all = PhiInputs.of(object);
    for (Value each : all) {
      if (each.operation() instanceof Operation.Null) {
        continue;
      }
      Class<?> known = classOf(each);
      if (known == null) {
        throw refused(type);
      }
      boolean is = type.isAssignableFrom(known);
      some |= is;
      others |= !is;
    }
    if (all.isEmpty() || some && others) {
      throw refused(type);
    }
    return some
        ? graph.truth(JumpCondition.NE, object, graph.constantNull())
        : graph.constantInt(0);
  }

  private @Nullable Class<?> classOf(Value value) {
    if (value.operation() instanceof Operation.Literal(Object constant)) {
      return constant.getClass();
    }
    Class<?> known = memory.classOf(value);
    return known != null ? known : memory.valueClasses().only(value);
  }

  private SourceError refused(Class<?> type) {
    return new SourceError(
        graph.position(),
        rule,
        "not supported in a program: whether this is a "
            + type.getSimpleName()
            + " is known only at run time: no object has its class with it; give it a field that says"
            + " what it is");
  }
}
