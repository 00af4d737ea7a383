package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.lang.classfile.TypeKind;
import java.util.List;
import java.util.function.Consumer;

/** {@code System.arraycopy} and {@code Arrays.equals}, which the JVM has code of its own for. */
final class ArrayCalls {
  /** Up to how many bytes are moved by wide accesses in a row; more are moved by a loop. */
  private static final int UNROLLED = 256;

  private final GraphBuilder graph;
  private final StraightCopy straight;
  private final Memory memory;

  ArrayCalls(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
    this.straight = new StraightCopy(graph, memory);
  }

  /** {@code System.arraycopy(from, start, to, at, count)}. */
  void copy(List<Value> arguments) {
    Value from = arguments.get(0);
    Value start = arguments.get(1);
    Value to = arguments.get(2);
    Value at = arguments.get(3);
    Value count = arguments.get(4);
    ArrayView source = memory.arrayOf(from);
    ArrayView target = memory.arrayOf(to);
    memory.requireOwn(to);
    if (source.element() != target.element()) {
      throw new SourceError(
          graph.position(),
          Rule.ALWAYS_FAILS,
          "an array of "
              + source.element()
              + " is copied to one of "
              + target.element()
              + ", which is an exception always");
    }
    checkRange(start, count, source.length());
    checkRange(at, count, target.length());
    if (!graph.isReachable()) {
      return;
    }
    Long first = start.constant();
    Long second = at.constant();
    Long number = count.constant();
    if (first != null && second != null && number != null) {
      int size = source.elementSize();
      Place read = Place.after(from, (int) (first * size));
      Place write = Place.after(to, (int) (second * size));
      int bytes = (int) (number * size);
      if (bytes <= UNROLLED
          && isPlain(from)
          && (isApart(read.base(), write.base()) || isApart(write.base(), read.base()))) {
        straight.copy(read, write, bytes);
        return;
      }
    }
    // From the side on which nothing is overwritten that is still to be copied, should both be one
    // array.
    Block up = graph.newBlock();
    Block down = graph.newBlock();
    Block end = graph.newBlock();
    graph.branch(JumpCondition.SGE, start, at, up, down);
    for (Block direction : List.of(up, down)) {
      graph.seal(direction);
      if (!direction.predecessors().isEmpty()) {
        graph.enter(direction);
        loop(
            count,
            direction == up,
            index -> {
              TypeKind kind = TypeKind.fromDescriptor(source.element().descriptorString());
              Value element =
                  memory.loadElement(from, graph.binary(BinaryOperator.ADD, start, index), kind);
              memory.storeElement(to, graph.binary(BinaryOperator.ADD, at, index), element, kind);
            });
        graph.jump(end);
      }
    }
    graph.seal(end);
    graph.enter(end);
  }

  /** {@code array.clone()}. */
  Value cloneOf(Value array) {
    memory.checkNotNull(array);
    ArrayView view = memory.arrayOf(array);
    Value length = graph.constantInt(view.length());
    Value copy =
        memory.newArray(
            TypeKind.fromDescriptor(view.element().descriptorString()), length, "a copy");
    copy(List.of(array, graph.constantInt(0), copy, graph.constantInt(0), length));
    return copy;
  }

  private void checkRange(Value start, Value count, int length) {
    if (graph.isReachable()) {
      graph.faultIf(JumpCondition.SLT, count, graph.constantInt(0), "out of bounds");
    }
    if (graph.isReachable()) {
      graph.faultIf(JumpCondition.GT, start, graph.constantInt(length), "out of bounds");
    }
    if (graph.isReachable()) {
      graph.faultIf(
          JumpCondition.SGT,
          start,
          graph.binary(BinaryOperator.SUBTRACT, graph.constantInt(length), count),
          "out of bounds");
    }
  }

  private static boolean isPlain(Value array) {
    return !(array.operation() instanceof Operation.KernelAddress);
  }

  /** Whether memory is the function's own, and another address not one of it. */
  private static boolean isApart(Value own, Value other) {
    boolean isOwn =
        switch (own.operation()) {
          case Operation.StackSlot _ -> true;
          case Operation.CallHelper call -> call.name().equals("bpf_ringbuf_reserve");
          default -> false;
        };
    return isOwn
        && own != other
        && !(other.operation() instanceof Operation.Phi)
        && !(other.operation() instanceof Operation.PointerAdd);
  }

  private void loop(Value count, boolean up, Consumer<Value> body) {
    GraphBuilder.Variable index = new GraphBuilder.Variable(new Object(), 0);
    Block header = graph.newBlock();
    Block round = graph.newBlock();
    Block exit = graph.newBlock();
    graph.write(
        index,
        up
            ? graph.constantInt(0)
            : graph.binary(BinaryOperator.SUBTRACT, count, graph.constantInt(1)));
    graph.jump(header);
    graph.enter(header);
    Value at = graph.read(index);
    graph.branch(
        up ? JumpCondition.SLT : JumpCondition.SGE,
        at,
        up ? count : graph.constantInt(0),
        round,
        exit);
    graph.seal(round);
    graph.enter(round);
    body.accept(at);
    if (graph.isReachable()) {
      graph.write(
          index,
          graph.binary(
              up ? BinaryOperator.ADD : BinaryOperator.SUBTRACT, at, graph.constantInt(1)));
      graph.jump(header);
    }
    graph.seal(header);
    graph.seal(exit);
    graph.enter(exit);
  }

  /** {@code Arrays.equals} of two arrays of integers of the same type. */
  Value areEqual(Value left, Value right) {
    ArrayView view = memory.arrayOf(left);
    ArrayView other = memory.arrayOf(right);
    if (view.length() == 0 || other.length() == 0) {
      throw new SourceError(
          graph.position(),
          Rule.FLEXIBLE_ARRAY,
          "a flexible array has no length: compare its elements by a loop");
    }
    if (view.length() != other.length()) {
      return graph.constantInt(0);
    }
    Block differ = graph.newBlock();
    if (isPlain(left) && isPlain(right) && view.size() <= UNROLLED) {
      Place one = Place.after(left, 0);
      Place two = Place.after(right, 0);
      int done = 0;
      while (done < view.size()) {
        int width = StraightCopy.width(one, two, done, view.size());
        graph.unlessEqual(straight.load(one, done, width), straight.load(two, done, width), differ);
        done += width;
      }
    } else {
      TypeKind kind = TypeKind.fromDescriptor(view.element().descriptorString());
      loop(
          graph.constantInt(view.length()),
          true,
          index ->
              graph.unlessEqual(
                  memory.loadElement(left, index, kind),
                  memory.loadElement(right, index, kind),
                  differ));
    }
    return graph.truthUnless(differ);
  }
}
