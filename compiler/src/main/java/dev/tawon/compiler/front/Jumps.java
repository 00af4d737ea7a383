package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Bytecode that goes elsewhere, in the method of one frame. */
final class Jumps {
  private final GraphBuilder graph;
  private final Frame frame;

  Jumps(GraphBuilder graph, Frame frame) {
    this.graph = graph;
    this.frame = frame;
  }

  /** Prepares control to go to a block: leaves the stack where the block looks for it. */
  Block leaveTo(int first) {
    frame.saveStack(graph);
    Integer depth = frame.stackDepths.put(first, frame.stack.depth());
    if (depth != null && depth != frame.stack.depth()) {
      throw SourceError.damaged(
          graph.position(), "how deep the stack is depends on the path taken");
    }
    return frame.blockAt(first);
  }

  /** Makes a number of a comparison on top of the stack, unless a branch that follows at once looks at its inputs instead. */
  void settleComparison(@Nullable Instruction next) {
    OperandStack stack = frame.stack;
    if (stack.depth() == 0
        || !(stack.entries().getLast().operation() instanceof Operation.Compare comparison)
        || (next instanceof BranchInstruction branch && comparesWithZero(branch))) {
      return;
    }
    Value compared = stack.pop(ValueType.INT);
    GraphBuilder.Variable sign = new GraphBuilder.Variable(new Object(), 0);
    Block differ = graph.newBlock();
    Block greater = graph.newBlock();
    Block join = graph.newBlock();
    graph.write(sign, graph.constantInt(0));
    graph.branch(JumpCondition.EQ, compared.input(0), compared.input(1), join, differ);
    graph.seal(differ);
    if (!differ.predecessors().isEmpty()) {
      graph.enter(differ);
      graph.write(sign, graph.constantInt(-1));
      JumpCondition less = comparison.unsigned() ? JumpCondition.LT : JumpCondition.SLT;
      graph.branch(less, compared.input(0), compared.input(1), join, greater);
    }
    graph.seal(greater);
    if (!greater.predecessors().isEmpty()) {
      graph.enter(greater);
      graph.write(sign, graph.constantInt(1));
      graph.jump(join);
    }
    graph.seal(join);
    graph.enter(join);
    stack.push(graph.read(sign));
  }

  private static boolean comparesWithZero(BranchInstruction branch) {
    return switch (branch.opcode()) {
      case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE -> true;
      default -> false;
    };
  }

  /** A jump, always or on a comparison. */
  void branch(BranchInstruction branch, int index) {
    int target = frame.code.indexOf(branch.target());
    OperandStack stack = frame.stack;
    switch (branch.opcode()) {
      case GOTO, GOTO_W -> {
        leaveTo(target);
        graph.jump(frame.blockAt(target));
      }
      case IF_ACMPEQ -> compare(JumpCondition.EQ, reference(), target, index);
      case IF_ACMPNE -> compare(JumpCondition.NE, reference(), target, index);
      case IF_ICMPEQ -> compare(JumpCondition.EQ, stack.pop(ValueType.INT), target, index);
      case IF_ICMPNE -> compare(JumpCondition.NE, stack.pop(ValueType.INT), target, index);
      case IF_ICMPLT -> compare(JumpCondition.SLT, stack.pop(ValueType.INT), target, index);
      case IF_ICMPGE -> compare(JumpCondition.SGE, stack.pop(ValueType.INT), target, index);
      case IF_ICMPGT -> compare(JumpCondition.SGT, stack.pop(ValueType.INT), target, index);
      case IF_ICMPLE -> compare(JumpCondition.SLE, stack.pop(ValueType.INT), target, index);
      case IFNULL -> compare(JumpCondition.EQ, graph.constantNull(), target, index);
      case IFNONNULL -> compare(JumpCondition.NE, graph.constantNull(), target, index);
      case IFEQ -> compare(JumpCondition.EQ, graph.constantInt(0), target, index);
      case IFNE -> compare(JumpCondition.NE, graph.constantInt(0), target, index);
      case IFLT -> compare(JumpCondition.SLT, graph.constantInt(0), target, index);
      case IFGE -> compare(JumpCondition.SGE, graph.constantInt(0), target, index);
      case IFGT -> compare(JumpCondition.SGT, graph.constantInt(0), target, index);
      case IFLE -> compare(JumpCondition.SLE, graph.constantInt(0), target, index);
      default -> throw SourceError.damaged(graph.position(), "the instruction " + branch.opcode());
    }
  }

  private Value reference() {
    return frame.stack.pop(ValueType.REFERENCE);
  }

  private void compare(JumpCondition condition, Value compared, int target, int index) {
    Value right = compared;
    Value left = frame.stack.pop(right.type());
    if (left.operation() instanceof Operation.Null) {
      // What is known of a comparison with null is looked for on its left side.
      left = compared;
      right = graph.constantNull();
    }
    if (!(right.operation() instanceof Operation.Null)
        && (graph.boxes().contains(left) || graph.boxes().contains(right))) {
      throw new SourceError(
          graph.position(),
          Rule.BOXED_NUMBER,
          "not supported in a program: == of numbers as objects, which is not that of the numbers:"
              + " use int or long");
    }
    if (right.operation() instanceof Operation.Null && StringChoice.is(left)) {
      // 1 is null, and to be null is to be it.
      left = new StringChoice(graph).isNull(left);
      right = graph.constantInt(1);
    }
    JumpCondition test = condition;
    if (left.operation() instanceof Operation.Lambda
        && right.operation() instanceof Operation.Null) {
      // A function is never null, and nothing in a program.
      left = graph.constantInt(1);
      right = graph.constantInt(0);
    }
    if (left.operation() instanceof Operation.Compare comparison
        && Long.valueOf(0).equals(right.constant())) {
      right = left.input(1);
      left = left.input(0);
      test = comparison.unsigned() ? unsigned(condition) : condition;
    }
    Block then = leaveTo(target);
    Block otherwise = leaveTo(index + 1);
    if (then == otherwise) {
      graph.jump(then);
    } else {
      graph.branch(test, left, right, then, otherwise);
    }
  }

  private static JumpCondition unsigned(JumpCondition signed) {
    return switch (signed) {
      case SGT -> JumpCondition.GT;
      case SGE -> JumpCondition.GE;
      case SLT -> JumpCondition.LT;
      case SLE -> JumpCondition.LE;
      case EQ, NE, SET, GT, GE, LT, LE -> signed;
    };
  }

  /** A switch. */
  void choose(List<SwitchCase> cases, int other) {
    Value selector = frame.stack.pop(ValueType.INT);
    if (selector.operation() instanceof Operation.Literal(TextSwitch.Hash hash)) {
      new TextSwitch(graph, frame.code, this::leaveTo).emit(hash, cases, other);
      return;
    }
    SortedMap<Integer, Integer> places = new TreeMap<>();
    if (selector.operation() instanceof Operation.SwitchIndex map) {
      // javac numbers the constants of an enum anew for each class that switches on them.
      selector = selector.input(0);
      for (int ordinal = 0; ordinal < map.numbers().size(); ordinal++) {
        for (SwitchCase choice : cases) {
          if (choice.caseValue() == map.numbers().get(ordinal)) {
            places.putIfAbsent(ordinal, frame.code.indexOf(choice.target()));
          }
        }
      }
    } else {
      for (SwitchCase choice : cases) {
        places.putIfAbsent(choice.caseValue(), frame.code.indexOf(choice.target()));
      }
    }
    new Choices(graph, selector, this::leaveTo).emit(places, other);
  }
}
