package dev.tawon.compiler.front;

import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;

/** Fields of structs that are some bits of a number: the number is read and shifted, or read, changed and written. */
final class Bitfields {
  private final GraphBuilder graph;
  private final Memory memory;

  Bitfields(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  Value read(Value object, int offset, StructLayout.Bitfield field) {
    Value unit = memory.load(field.type(), object, offset);
    int size = unit.type() == ValueType.LONG ? Long.SIZE : Integer.SIZE;
    Value left =
        graph.binary(
            BinaryOperator.SHIFT_LEFT,
            unit,
            graph.constantInt(size - field.shift() - field.bits()));
    boolean signed = field.type() != char.class && field.type() != boolean.class;
    return graph.binary(
        signed ? BinaryOperator.SHIFT_RIGHT : BinaryOperator.SHIFT_RIGHT_UNSIGNED,
        left,
        graph.constantInt(size - field.bits()));
  }

  void write(Value object, int offset, StructLayout.Bitfield field, Value value) {
    if ((field.type() == long.class) != (value.type() == ValueType.LONG)) {
      throw SourceError.damaged(graph.position(), "a bit field has another type");
    }
    long mask = (field.bits() == Long.SIZE ? -1L : (1L << field.bits()) - 1) << field.shift();
    Value unit = memory.load(field.type(), object, offset);
    Value kept = graph.binary(BinaryOperator.AND, unit, constant(value, ~mask));
    Value shifted =
        graph.binary(BinaryOperator.SHIFT_LEFT, value, graph.constantInt(field.shift()));
    Value added = graph.binary(BinaryOperator.AND, shifted, constant(value, mask));
    memory.store(field.size(), object, offset, graph.binary(BinaryOperator.OR, kept, added));
  }

  private Value constant(Value like, long number) {
    return like.type() == ValueType.LONG
        ? graph.constantLong(number)
        : graph.constantInt((int) number);
  }
}
