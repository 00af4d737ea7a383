package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a function in static single assignment, block by block, folding constants on the way. A block is <em>sealed</em>
 * when all its predecessors are known ({@link Variables}).
 */
final class GraphBuilder {
  /**
   * A local variable or stack entry of one method that is translated.
   *
   * @param frame the method's frame
   * @param index its number there
   */
  record Variable(Object frame, int index) {}

  private final Function function;
  private final Variables variables;
  private final Boxes boxes = new Boxes(this);
  private @Nullable Block current;
  private Position position = new Position("", 0);

  GraphBuilder(String name) {
    function = new Function(name);
    variables = new Variables(this, function);
    variables.seal(function.entry());
    current = function.entry();
  }

  Function function() {
    return function;
  }

  /** What is known of numbers as objects. */
  Boxes boxes() {
    return boxes;
  }

  Position position() {
    return position;
  }

  void at(Position place) {
    position = place;
  }

  /** Whether the place where values are added can be reached. */
  boolean isReachable() {
    return current != null;
  }

  /** Continues in another block. */
  void enter(Block block) {
    current = block;
  }

  private Block here() {
    if (current == null) {
      throw new IllegalStateException("no code can follow the end of a block");
    }
    return current;
  }

  void write(Variable variable, Value value) {
    variables.write(variable, here(), value);
  }

  Value read(Variable variable) {
    return variables.read(variable, here());
  }

  /**
   * Gives a variable the value in the current block that it has on all ways there so far, if that is one, before those from
   * within a loop are known. The loop does not assign it.
   */
  void carry(Variable variable) {
    variables.carry(variable, here());
  }

  /** A value that a phi stands for on some way to its block; null if none is known yet. */
  @Nullable Value someInput(Value phi) {
    return variables.someInput(phi);
  }

  /** Declares that all predecessors of a block are known. */
  void seal(Block block) {
    variables.seal(block);
  }

  /** Adds a value at the end of the current block. */
  Value add(Operation operation, ValueType type, Value... inputs) {
    List<Value> resolved = new ArrayList<>(inputs.length);
    for (Value input : inputs) {
      resolved.add(input.resolved());
    }
    Value value = function.newValue(operation, type, resolved, position);
    here().values().add(value);
    return value;
  }

  /** Whether memory may have been written to on some way from a value, by which every way comes, to here. */
  boolean mayHaveWrittenSince(Value since) {
    Set<Block> seen = new HashSet<>();
    Deque<Block> work = new ArrayDeque<>(List.of(here()));
    while (!work.isEmpty()) {
      Block block = work.remove();
      boolean found = false;
      for (Value value : block.values().reversed()) {
        if (value == since) {
          found = true;
          break;
        }
        if (writes(value.operation())) {
          return true;
        }
      }
      if (!found) {
        block.predecessors().stream().filter(seen::add).forEach(work::add);
      }
    }
    return false;
  }

  private static boolean writes(Operation operation) {
    return switch (operation) {
      case Operation.NullCheck _,
          Operation.BoundsCheck _,
          Operation.Fault _,
          Operation.Abort _,
          Operation.VolatileLoad _ ->
          false;
      default -> operation.hasEffect();
    };
  }

  Value constantInt(int value) {
    return add(new Operation.Constant(value), ValueType.INT);
  }

  Value constantLong(long value) {
    return add(new Operation.Constant(value), ValueType.LONG);
  }

  Value constantNull() {
    return add(new Operation.Null(), ValueType.REFERENCE);
  }

  Value binary(BinaryOperator operator, Value left, Value right) {
    Long a = left.constant();
    Long b = right.constant();
    if (a != null && b != null && !(operator.divides() && b == 0)) {
      return left.type() == ValueType.LONG
          ? constantLong(operator.apply(a, b, true))
          : constantInt((int) operator.apply(a, b, false));
    }
    if (operator.commutative() && a != null) {
      return binary(operator, right, left);
    }
    if (b != null && isIdentity(operator, b)) {
      return left;
    }
    return add(new Operation.Binary(operator), left.type(), left, right);
  }

  private static boolean isIdentity(BinaryOperator operator, long right) {
    return switch (operator) {
      case ADD, SUBTRACT, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> right == 0;
      case MULTIPLY, DIVIDE, DIVIDE_UNSIGNED -> right == 1;
      case AND -> right == -1;
      case REMAINDER, REMAINDER_UNSIGNED -> false;
    };
  }

  Value convert(Conversion conversion, Value value) {
    Long constant = value.constant();
    if (constant != null) {
      long result = conversion.apply(constant);
      return conversion.result() == ValueType.LONG
          ? constantLong(result)
          : constantInt((int) result);
    }
    return add(new Operation.Convert(conversion), conversion.result(), value);
  }

  /** A new block without predecessors. */
  Block newBlock() {
    return function.newBlock();
  }

  void jump(Block target) {
    here().terminate(new Terminator.Jump(target), position);
    current = null;
  }

  /** Ends the current block, straight to one target if the comparison is known. */
  void branch(JumpCondition condition, Value left, Value right, Block then, Block otherwise) {
    Boolean known = evaluate(condition, left.resolved(), right.resolved());
    if (known != null) {
      jump(known ? then : otherwise);
      return;
    }
    here()
        .terminate(
            new Terminator.Branch(condition, left.resolved(), right.resolved(), then, otherwise),
            position);
    current = null;
  }

  private static @Nullable Boolean evaluate(JumpCondition condition, Value left, Value right) {
    Long a = left.constant();
    Long b = right.constant();
    if (a == null || b == null) {
      return evaluateNull(condition, left, right);
    }
    return Comparison.holds(condition, a, b, left.isWide());
  }

  /** Whether a reference that is null, or certainly not, is null. */
  private static @Nullable Boolean evaluateNull(JumpCondition condition, Value left, Value right) {
    if (!(right.operation() instanceof Operation.Null)) {
      return null;
    }
    return switch (left.operation()) {
      case Operation.Null _ -> condition == JumpCondition.EQ;
      case Operation.Literal _,
          Operation.Boxed _,
          Operation.Constant _,
          Operation.Concatenation _ ->
          condition != JumpCondition.EQ;
      default -> null;
    };
  }

  void returns(Value result) {
    here().terminate(new Terminator.Return(result), position);
    current = null;
  }

  /**
   * Ends the current block in a fault.
   *
   * @param reason what it is, for whoever reads of it
   */
  void fault(String reason) {
    add(new Operation.Fault(reason), ValueType.NONE);
    here().terminate(new Terminator.Unreachable(), position);
    current = null;
  }

  /** Ends the current block, and the function, where a function that it had called ended in a fault. */
  void abort() {
    add(new Operation.Abort(), ValueType.NONE);
    here().terminate(new Terminator.Unreachable(), position);
    current = null;
  }

  /** Ends the function if a long is not zero, which says that a function that it has called ended in a fault. */
  void abortUnlessZero(Value failed) {
    Block end = newBlock();
    Block next = newBlock();
    branch(JumpCondition.NE, failed, constantLong(0), end, next);
    seal(end);
    seal(next);
    enter(end);
    abort();
    enter(next);
  }

  /** A fault if a comparison holds; continues where it does not. */
  void faultIf(JumpCondition condition, Value left, Value right, String reason) {
    Block fault = newBlock();
    Block next = newBlock();
    branch(condition, left, right, fault, next);
    seal(fault);
    seal(next);
    if (!fault.predecessors().isEmpty()) {
      enter(fault);
      fault(reason);
    }
    current = next.predecessors().isEmpty() ? null : next;
  }

  /** A fault unless an int is from 0 to a limit that is not included. */
  Value checkIndex(Value index, Value length) {
    faultIf(JumpCondition.SLT, index, constantInt(0), "out of bounds");
    if (isReachable()) {
      faultIf(JumpCondition.SGE, index, length, "out of bounds");
    }
    return index;
  }

  /** Seals what is left; every loop has all its back edges now. */
  void finish() {
    variables.finish();
    boxes.finish();
  }

  /** A phi without inputs in the block of another one. */
  Value phiBeside(Value other, ValueType type) {
    Value phi = function.newValue(new Operation.Phi(), type, List.of(), other.position());
    blockOf(other).phis().add(phi);
    return phi;
  }

  /** Makes another value stand for a phi that has no inputs. */
  void replacePhi(Value phi, Value other) {
    blockOf(phi).phis().remove(phi);
    phi.replaceBy(other);
  }

  private Block blockOf(Value phi) {
    return variables.blockOf(phi);
  }

  /** A zero that is there wherever it is used. */
  Value constantAtEntry(ValueType type) {
    Value zero = function.newValue(new Operation.Constant(0), type, List.of(), position);
    function.entry().values().addFirst(zero);
    return zero;
  }

  /** Adds a value where the function begins, behind its parameters: every way comes by. */
  Value addAtEntry(Operation operation, ValueType type, Value... inputs) {
    Value value = function.newValue(operation, type, List.of(inputs), position);
    function.entry().values().add(value);
    return value;
  }

  /** Goes on where two values are the same, and to a block where they are not. */
  void unlessEqual(Value left, Value right, Block differ) {
    Block next = newBlock();
    branch(JumpCondition.NE, left, right, differ, next);
    seal(next);
    enter(next);
  }

  /** 1 where control comes here, and 0 where it goes to a block that has all its predecessors. */
  Value truthUnless(Block no) {
    Variable result = new Variable(new Object(), 0);
    Block join = newBlock();
    write(result, constantInt(1));
    jump(join);
    return orZero(result, no, join);
  }

  /** 1 if two values compare so, else 0. */
  Value truth(JumpCondition condition, Value left, Value right) {
    Variable result = new Variable(new Object(), 0);
    Block no = newBlock();
    Block join = newBlock();
    write(result, constantInt(1));
    branch(condition, left, right, join, no);
    return orZero(result, no, join);
  }

  /** What a variable is where control from a block, in which it is 0, meets what goes there already. */
  private Value orZero(Variable result, Block no, Block join) {
    seal(no);
    if (!no.predecessors().isEmpty()) {
      enter(no);
      write(result, constantInt(0));
      jump(join);
    }
    seal(join);
    enter(join);
    return read(result);
  }
}
