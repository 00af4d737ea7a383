package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.function.Function;
import java.util.function.Supplier;

/** Keys and values of maps that are one number in memory: numbers as objects, and constants of enums as their ordinals. */
final class Scalars {
  private final GraphBuilder graph;
  private final Memory memory;
  private final Enums enums;

  Scalars(GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.graph = graph;
    this.memory = memory;
    this.enums = new Enums(graph, memory, module);
  }

  /**
   * A place on the stack that holds the number of an object, which is not null.
   *
   * @param type the object's class
   * @param purpose what it is, for messages
   */
  Value store(Value object, Class<?> type, String purpose) {
    Value number = number(object, type, purpose);
    Value slot = memory.temporary(purpose);
    memory.store(Boxes.size(type), slot, 0, number);
    return slot;
  }

  private Value number(Value object, Class<?> type, String purpose) {
    if (type.isEnum()) {
      Class<?> known = memory.valueClasses().of(object);
      if (known != null && Enums.enumOf(known) != type) {
        throw wrong(type, purpose);
      }
      return enums.ordinal(object);
    }
    ValueType content = Boxes.valueType(type);
    Value known = graph.boxes().known(object);
    if (known != null && known.type() != content) {
      throw wrong(type, purpose);
    }
    return graph.boxes().number(object, content);
  }

  private SourceError wrong(Class<?> type, String purpose) {
    return new SourceError(
        graph.position(),
        Rule.WRONG_CLASS,
        purpose + " is a " + type.getSimpleName() + ", not this");
  }

  /** The object whose number lies at an address, which is not null. */
  Value load(Value address, Class<?> type) {
    Value number = memory.load(Boxes.content(type), address, 0);
    return type.isEnum()
        ? enums.ofOrdinal(type, number)
        : memory.valueClasses().know(graph.boxes().box(number), type);
  }

  /** What was got from a map: the object whose number lies at an address, null if that is; the number is read at once. */
  Value got(Value address, Class<?> type) {
    if (type.isEnum()) {
      return loadIf(JumpCondition.NE, address, graph.constantNull(), () -> load(address, type));
    }
    graph.boxes().read(address, type);
    return memory.valueClasses().know(address, type);
  }

  /**
   * What a call has written to a place if its status is 0, else null.
   *
   * @param call makes the call
   */
  Value taken(Class<?> type, String purpose, Function<Value, Value> call) {
    Value slot = memory.temporary(purpose);
    Value status = call.apply(slot);
    return loadIf(JumpCondition.EQ, status, graph.constantInt(0), () -> load(slot, type));
  }

  private Value loadIf(JumpCondition condition, Value left, Value right, Supplier<Value> load) {
    GraphBuilder.Variable result = new GraphBuilder.Variable(new Object(), 0);
    Block some = graph.newBlock();
    Block join = graph.newBlock();
    graph.write(result, graph.constantNull());
    graph.branch(condition, left, right, some, join);
    graph.seal(some);
    graph.enter(some);
    graph.write(result, load.get());
    graph.jump(join);
    graph.seal(join);
    graph.enter(join);
    return graph.read(result);
  }
}
