package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a function in static single assignment, block by block, folding constants on the way.
 *
 * <p>Variables are turned into values as by M. Braun et al., "Simple and Efficient Construction of Static Single Assignment
 * Form" (CC 2013): a block is <em>sealed</em> when all its predecessors are known; reading a variable in a block that is
 * not makes a phi whose inputs come later.
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
  private final Map<Block, Map<Variable, Value>> definitions = new HashMap<>();
  private final Map<Block, Map<Variable, Value>> incomplete = new HashMap<>();
  private final Set<Block> sealed = new HashSet<>();
  private @Nullable Block current;
  private Position position = new Position("", 0);

  GraphBuilder(String name) {
    function = new Function(name);
    sealed.add(function.entry());
    current = function.entry();
  }

  Function function() {
    return function;
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
    definitions.computeIfAbsent(here(), _ -> new HashMap<>()).put(variable, value);
  }

  Value read(Variable variable) {
    return read(variable, here()).resolved();
  }

  private Value read(Variable variable, Block block) {
    Map<Variable, Value> known = definitions.computeIfAbsent(block, _ -> new HashMap<>());
    Value value = known.get(variable);
    if (value != null) {
      return value.resolved();
    }
    if (block.predecessors().isEmpty()) {
      throw new SourceError(position, "a variable is used before it has a value");
    }
    if (!sealed.contains(block)) {
      ValueType type = read(variable, block.predecessors().getFirst()).type();
      value = newPhi(block, type);
      incomplete.computeIfAbsent(block, _ -> new LinkedHashMap<>()).put(variable, value);
    } else if (block.predecessors().size() == 1) {
      value = read(variable, block.predecessors().getFirst());
    } else {
      ValueType type = read(variable, block.predecessors().getFirst()).type();
      Value phi = newPhi(block, type);
      known.put(variable, phi);
      value = complete(variable, block, phi);
    }
    known.put(variable, value);
    return value;
  }

  private Value newPhi(Block block, ValueType type) {
    Value phi = function.newValue(new Operation.Phi(), type, List.of(), position);
    block.phis().add(phi);
    return phi;
  }

  private Value complete(Variable variable, Block block, Value phi) {
    Value only = null;
    boolean trivial = true;
    for (Block predecessor : block.predecessors()) {
      Value input = read(variable, predecessor).resolved();
      phi.inputs().add(input);
      if (input != phi && input != only) {
        trivial &= only == null || same(only, input);
        only = input;
      }
    }
    if (trivial && only != null) {
      phi.replaceBy(only);
      block.phis().remove(phi);
      return only;
    }
    return phi;
  }

  private static boolean same(Value left, Value right) {
    return left.operation() instanceof Operation.Constant
        && left.type() == right.type()
        && left.operation().equals(right.operation());
  }

  /** Declares that all predecessors of a block are known. */
  void seal(Block block) {
    if (!sealed.add(block)) {
      return;
    }
    Map<Variable, Value> waiting = incomplete.remove(block);
    if (waiting != null) {
      waiting.forEach((variable, phi) -> complete(variable, block, phi));
    }
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
    if (a != null && b != null && !(divides(operator) && b == 0)) {
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

  private static boolean divides(BinaryOperator operator) {
    return operator == BinaryOperator.DIVIDE_UNSIGNED
        || operator == BinaryOperator.REMAINDER_UNSIGNED;
  }

  private static boolean isIdentity(BinaryOperator operator, long right) {
    return switch (operator) {
      case ADD, SUBTRACT, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> right == 0;
      case MULTIPLY, DIVIDE_UNSIGNED -> right == 1;
      case AND -> right == -1;
      case REMAINDER_UNSIGNED -> false;
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
      boolean null1 = left.operation() instanceof Operation.Null;
      boolean null2 = right.operation() instanceof Operation.Null;
      return (null1 && null2) ? condition == JumpCondition.EQ : null;
    }
    long x = left.type() == ValueType.INT ? Integer.toUnsignedLong(a.intValue()) : a;
    long y = left.type() == ValueType.INT ? Integer.toUnsignedLong(b.intValue()) : b;
    return switch (condition) {
      case EQ -> x == y;
      case NE -> x != y;
      case SET -> (x & y) != 0;
      case GT -> Long.compareUnsigned(x, y) > 0;
      case GE -> Long.compareUnsigned(x, y) >= 0;
      case LT -> Long.compareUnsigned(x, y) < 0;
      case LE -> Long.compareUnsigned(x, y) <= 0;
      case SGT -> a > b;
      case SGE -> a >= b;
      case SLT -> a < b;
      case SLE -> a <= b;
    };
  }

  void returns(Value result) {
    here().terminate(new Terminator.Return(result), position);
    current = null;
  }

  /** Ends the current block in a fault. */
  void fault() {
    add(new Operation.Fault(), ValueType.NONE);
    here().terminate(new Terminator.Unreachable(), position);
    current = null;
  }

  /** Seals what is left; every loop has all its back edges now. */
  void finish() {
    for (Block block : List.copyOf(incomplete.keySet())) {
      seal(block);
    }
  }
}
