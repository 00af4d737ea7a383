package dev.tawon.compiler.front;

import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;

/** Reads and writes of static fields that are variables. */
final class StaticAccess {
  private final GraphBuilder graph;
  private final Memory memory;

  StaticAccess(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  /** What a static field holds: a number, or the array that lies there. */
  Value read(GlobalVariables.Variable variable) {
    return read(GlobalVariables.MAP, variable);
  }

  /** A constant that is set when the program is loaded. */
  Value readConstant(GlobalVariables.Variable variable) {
    return read(GlobalVariables.CONSTANTS, variable);
  }

  private Value read(String map, GlobalVariables.Variable variable) {
    Value place = graph.add(new Operation.Global(map, variable.offset()), ValueType.REFERENCE);
    if (!variable.type().isArray()) {
      return Volatile.is(variable.owner(), variable.name())
          ? memory.shared().load(variable.type(), place, 0)
          : memory.load(variable.type(), place, 0);
    }
    memory.seeArray(place, new ArrayView(variable.element(), variable.count()));
    return place;
  }

  void write(GlobalVariables.Variable variable, Value value) {
    if (variable.type().isArray() || (variable.type() == long.class) != value.isWide()) {
      throw SourceError.damaged(
          graph.position(), "field " + variable.name() + " is assigned another type");
    }
    Value place =
        graph.add(
            new Operation.Global(GlobalVariables.MAP, variable.offset()), ValueType.REFERENCE);
    if (Volatile.is(variable.owner(), variable.name())) {
      memory.shared().store(variable.size(), place, 0, value);
    } else {
      memory.store(variable.size(), place, 0, value);
    }
  }
}
