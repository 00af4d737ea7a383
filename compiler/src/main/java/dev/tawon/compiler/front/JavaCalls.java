package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of the Java library that have a meaning in a program. */
final class JavaCalls {
  private final GraphBuilder graph;
  private final Memory memory;

  JavaCalls(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  @Nullable Value invoke(String owner, String name, String descriptor, List<Value> arguments) {
    Value first = arguments.isEmpty() ? graph.constantNull() : arguments.getFirst();
    return switch (owner + "." + name + descriptor) {
      case "java/lang/Object.<init>()V" -> null;
      case "java/util/Objects.requireNonNull(Ljava/lang/Object;)Ljava/lang/Object;" -> {
        memory.checkNotNull(first);
        yield first;
      }
      case "java/lang/Integer.valueOf(I)Ljava/lang/Integer;",
          "java/lang/Long.valueOf(J)Ljava/lang/Long;" ->
          graph.add(new Operation.Boxed(), ValueType.REFERENCE, first);
      case "java/lang/Integer.intValue()I" -> unbox(first, int.class);
      case "java/lang/Long.longValue()J" -> unbox(first, long.class);
      case "java/lang/Integer.compareUnsigned(II)I", "java/lang/Long.compareUnsigned(JJ)I" ->
          graph.add(new Operation.Compare(true), ValueType.INT, first, arguments.get(1));
      case "java/lang/Integer.compare(II)I", "java/lang/Long.compare(JJ)I" ->
          graph.add(new Operation.Compare(false), ValueType.INT, first, arguments.get(1));
      case "java/lang/Integer.divideUnsigned(II)I", "java/lang/Long.divideUnsigned(JJ)J" ->
          divide(BinaryOperator.DIVIDE_UNSIGNED, arguments);
      case "java/lang/Integer.remainderUnsigned(II)I", "java/lang/Long.remainderUnsigned(JJ)J" ->
          divide(BinaryOperator.REMAINDER_UNSIGNED, arguments);
      case "java/lang/Integer.toUnsignedLong(I)J" ->
          graph.convert(Conversion.INT_TO_LONG_UNSIGNED, first);
      case "java/lang/Byte.toUnsignedInt(B)I" ->
          graph.binary(BinaryOperator.AND, first, graph.constantInt(0xff));
      case "java/lang/Short.toUnsignedInt(S)I" -> graph.convert(Conversion.INT_TO_CHAR, first);
      case "java/lang/Integer.reverseBytes(I)I" -> graph.convert(Conversion.SWAP_INT, first);
      case "java/lang/Long.reverseBytes(J)J" -> graph.convert(Conversion.SWAP_LONG, first);
      case "java/lang/Character.reverseBytes(C)C" -> graph.convert(Conversion.SWAP_SHORT, first);
      case "java/lang/Short.reverseBytes(S)S" ->
          graph.convert(Conversion.INT_TO_SHORT, graph.convert(Conversion.SWAP_SHORT, first));
      case "java/lang/Math.min(II)I", "java/lang/Math.min(JJ)J" ->
          choose(JumpCondition.SLT, arguments);
      case "java/lang/Math.max(II)I", "java/lang/Math.max(JJ)J" ->
          choose(JumpCondition.SGT, arguments);
      default ->
          throw new SourceError(
              graph.position(),
              "not supported in a program: " + owner.replace('/', '.') + "." + name);
    };
  }

  private Value unbox(Value boxed, Class<?> type) {
    if (boxed.operation() instanceof Operation.Boxed) {
      return boxed.input(0);
    }
    memory.checkNotNull(boxed);
    return memory.load(type, boxed, 0);
  }

  private Value divide(BinaryOperator operator, List<Value> arguments) {
    Value divisor = arguments.get(1);
    Long constant = divisor.constant();
    if (constant == null) {
      faultIf(JumpCondition.EQ, divisor, zero(divisor.type()));
    } else if (constant == 0) {
      throw new SourceError(graph.position(), "this divides by zero, always");
    }
    return graph.binary(operator, arguments.get(0), divisor);
  }

  private Value zero(ValueType type) {
    return type == ValueType.LONG ? graph.constantLong(0) : graph.constantInt(0);
  }

  private void faultIf(JumpCondition condition, Value left, Value right) {
    Block fault = graph.newBlock();
    Block next = graph.newBlock();
    graph.branch(condition, left, right, fault, next);
    graph.seal(fault);
    graph.seal(next);
    graph.enter(fault);
    graph.fault();
    graph.enter(next);
  }

  /** The first argument if it compares so with the second, else the second. */
  private Value choose(JumpCondition condition, List<Value> arguments) {
    GraphBuilder.Variable chosen = new GraphBuilder.Variable(new Object(), 0);
    Block second = graph.newBlock();
    Block join = graph.newBlock();
    graph.write(chosen, arguments.get(0));
    graph.branch(condition, arguments.get(0), arguments.get(1), join, second);
    graph.seal(second);
    if (!second.predecessors().isEmpty()) {
      graph.enter(second);
      graph.write(chosen, arguments.get(1));
      graph.jump(join);
    }
    graph.seal(join);
    graph.enter(join);
    return graph.read(chosen);
  }
}
