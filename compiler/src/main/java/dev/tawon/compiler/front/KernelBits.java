package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.KernelQuery;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.object.CoreRelocationKind;

/**
 * Reads of the kernel's bit fields: the integer that contains one is loaded and shifted. Where it lies, how wide it is and by how
 * much to shift are the kernel's answers, so that the verifier follows one of the loads; {@code BPF_CORE_READ_BITFIELD} of
 * libbpf's {@code bpf_core_read.h} is the same.
 */
final class KernelBits {
  private final GraphBuilder graph;
  private final Memory memory;

  KernelBits(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  Value read(Value base, KernelField field, Class<?> type) {
    Value address = graph.add(new Operation.KernelAddress(field), ValueType.REFERENCE, base);
    Value size = ask(CoreRelocationKind.FIELD_BYTE_SIZE, field);
    GraphBuilder.Variable word = new GraphBuilder.Variable(new Object(), 0);
    Block join = graph.newBlock();
    for (Width width : new Width[] {Width.WORD, Width.BYTE, Width.HALF}) {
      Block load = graph.newBlock();
      Block next = graph.newBlock();
      graph.branch(JumpCondition.EQ, size, graph.constantInt(width.bytes()), load, next);
      graph.seal(load);
      graph.seal(next);
      graph.enter(load);
      load(word, address, width, join);
      graph.enter(next);
    }
    load(word, address, Width.DOUBLE, join);
    graph.seal(join);
    graph.enter(join);
    Value left =
        graph.binary(
            BinaryOperator.SHIFT_LEFT,
            graph.read(word),
            ask(CoreRelocationKind.FIELD_LSHIFT_U64, field));
    if (type == boolean.class) {
      // Shifted right as well: the bits below the field are still there.
      return isNotZero(
          graph.binary(
              BinaryOperator.SHIFT_RIGHT_UNSIGNED,
              left,
              ask(CoreRelocationKind.FIELD_RSHIFT_U64, field)));
    }
    return memory.narrow(shiftRight(left, field), type.describeConstable().orElseThrow());
  }

  private void load(GraphBuilder.Variable word, Value address, Width width, Block join) {
    graph.write(word, graph.add(new Operation.KernelWord(width), ValueType.LONG, address));
    graph.jump(join);
  }

  private Value ask(CoreRelocationKind kind, KernelField field) {
    return graph.add(
        new Operation.KernelAnswer(new KernelQuery.OfField(kind, field)), ValueType.INT);
  }

  private Value isNotZero(Value bits) {
    GraphBuilder.Variable truth = new GraphBuilder.Variable(new Object(), 0);
    Block yes = graph.newBlock();
    Block join = graph.newBlock();
    graph.write(truth, graph.constantInt(0));
    graph.branch(JumpCondition.NE, bits, graph.constantLong(0), yes, join);
    graph.seal(yes);
    graph.enter(yes);
    graph.write(truth, graph.constantInt(1));
    graph.jump(join);
    graph.seal(join);
    graph.enter(join);
    return graph.read(truth);
  }

  private Value shiftRight(Value left, KernelField field) {
    Value count = ask(CoreRelocationKind.FIELD_RSHIFT_U64, field);
    Value signed = ask(CoreRelocationKind.FIELD_SIGNED, field);
    GraphBuilder.Variable result = new GraphBuilder.Variable(new Object(), 0);
    Block with = graph.newBlock();
    Block without = graph.newBlock();
    Block join = graph.newBlock();
    graph.branch(JumpCondition.NE, signed, graph.constantInt(0), with, without);
    graph.seal(with);
    graph.seal(without);
    graph.enter(with);
    graph.write(result, graph.binary(BinaryOperator.SHIFT_RIGHT, left, count));
    graph.jump(join);
    graph.enter(without);
    graph.write(result, graph.binary(BinaryOperator.SHIFT_RIGHT_UNSIGNED, left, count));
    graph.jump(join);
    graph.seal(join);
    graph.enter(join);
    return graph.read(result);
  }
}
