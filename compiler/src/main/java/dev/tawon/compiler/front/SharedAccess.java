package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes of the program's own memory that other processors see, each as it is: volatile and atomic ones. */
final class SharedAccess {
  private final GraphBuilder graph;
  private final Memory memory;

  SharedAccess(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  /** A read, as {@link Memory#load}, of a volatile field. */
  Value load(Class<?> type, Value base, int offset) {
    Place place = Place.after(base, offset);
    return graph.add(
        new Operation.VolatileLoad(
            Width.ofBytes(Memory.size(type)), Memory.isSigned(type), place.offset()),
        type == long.class ? ValueType.LONG : ValueType.INT,
        place.base());
  }

  /** A write, as {@link Memory#store}, of a volatile field. */
  void store(int bytes, Value base, int offset, Value value) {
    Place place = Place.after(base, offset);
    graph.add(
        new Operation.VolatileStore(Width.ofBytes(bytes), place.offset()),
        ValueType.NONE,
        place.base(),
        value);
  }

  /** Adds a long to one of the program's own memory, atomically. */
  void add(Value counter, Value amount) {
    memory.checkNotNull(counter);
    Place place = Place.after(counter, 0);
    graph.add(
        new Operation.AtomicAdd(Width.DOUBLE, place.offset()),
        ValueType.NONE,
        place.base(),
        amount);
  }

  /** Changes a long of the program's own memory atomically, and gives what was there before. */
  Value fetch(AtomicOperator operator, Value counter, Value... operands) {
    memory.checkNotNull(counter);
    Place place = Place.after(counter, 0);
    List<Value> inputs = new ArrayList<>(List.of(operands));
    inputs.addFirst(place.base());
    return graph.add(
        new Operation.AtomicFetch(operator, Width.DOUBLE, place.offset()),
        ValueType.LONG,
        inputs.toArray(Value[]::new));
  }
}
