package dev.tawon.compiler.opt;

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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes arithmetic of the choice between two constants by a number that is 0 or 1: {@code b ? 1 : 0} is {@code b}, {@code b ? -1
 * : 0} is {@code 0 - b}. The verifier follows the difference, but of older kernels not the negation.
 */
public final class Selects {
  private final Function function;
  private final Ranges ranges;

  private Selects(Function function) {
    this.function = function;
    this.ranges = Ranges.of(function);
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    List<Block> before = function.reversePostorder();
    Selects selects = new Selects(function);
    selects.widenConstants(before);
    for (Block block : before.reversed()) {
      selects.convert(block);
    }
    Simplification.run(function);
  }

  /** A long made of a choice between ints is a choice between longs. */
  private void widenConstants(List<Block> blocks) {
    Map<Value, Block> phis = new HashMap<>();
    blocks.forEach(block -> block.phis().forEach(phi -> phis.put(phi, block)));
    for (Block block : blocks) {
      for (Value value : List.copyOf(block.values())) {
        if (value.operation() instanceof Operation.Convert(Conversion conversion)
            && conversion == Conversion.INT_TO_LONG
            && phis.get(value.input(0)) == block
            && value.input(0).inputs().stream().allMatch(Selects::isConstant)) {
          Value phi = value.input(0);
          List<Value> wide = new ArrayList<>();
          for (int i = 0; i < phi.inputs().size(); i++) {
            Value constant =
                function.newValue(
                    phi.input(i).operation(), ValueType.LONG, List.of(), phi.position());
            block.predecessors().get(i).values().add(constant);
            wide.add(constant);
          }
          Value replacement =
              function.newValue(new Operation.Phi(), ValueType.LONG, wide, phi.position());
          block.phis().add(replacement);
          value.replaceBy(replacement);
        }
      }
    }
    Simplification.run(function);
  }

  private static boolean isConstant(Value value) {
    return value.resolved().constant() != null;
  }

  private void convert(Block block) {
    if (!(block.terminator() instanceof Terminator.Branch branch)
        || (branch.condition() != JumpCondition.EQ && branch.condition() != JumpCondition.NE)
        || branch.left().type() != ValueType.INT
        || branch.right().constant() == null
        || branch.right().constant() != 0
        || !ranges.isBoolean(branch.left())) {
      return;
    }
    boolean whenTrue = branch.condition() == JumpCondition.NE;
    Block one = whenTrue ? branch.then() : branch.otherwise();
    Block zero = whenTrue ? branch.otherwise() : branch.then();
    Block join = join(one, zero);
    if (join == null || join == block) {
      return;
    }
    int oneEdge = join.predecessors().indexOf(one == join ? block : one);
    int zeroEdge = join.predecessors().indexOf(zero == join ? block : zero);
    List<Value> added = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    int made = 0;
    for (Value phi : join.phis()) {
      Value ifOne = phi.input(oneEdge);
      Value ifZero = phi.input(zeroEdge);
      Value result = ifOne == ifZero ? ifOne : null;
      if (result == null) {
        result = choice(branch.left(), ifOne, ifZero, block.end(), added);
        made++;
      }
      if (result == null || made > 1) {
        return;
      }
      results.add(result);
    }
    block.values().addAll(added);
    block.retarget(new Terminator.Jump(join));
    for (int edge = join.predecessors().size() - 1; edge >= 0; edge--) {
      if (edge == oneEdge || edge == zeroEdge) {
        join.predecessors().remove(edge);
        for (Value phi : join.phis()) {
          phi.inputs().remove(edge);
        }
      }
    }
    join.predecessors().add(block);
    for (int i = 0; i < results.size(); i++) {
      join.phis().get(i).inputs().add(results.get(i));
    }
  }

  /** Where two blocks meet that do nothing but to go there, or of which one is there already. */
  private static @Nullable Block join(Block one, Block zero) {
    Block afterOne = after(one);
    Block afterZero = after(zero);
    if (one == zero) {
      return null;
    }
    if (afterOne == zero) {
      return zero;
    }
    if (afterZero == one) {
      return one;
    }
    return afterOne == afterZero ? afterOne : null;
  }

  private static @Nullable Block after(Block block) {
    boolean empty =
        block.predecessors().size() == 1
            && block.phis().isEmpty()
            && block.values().stream().allMatch(Selects::isConstant);
    return empty && block.terminator() instanceof Terminator.Jump jump ? jump.target() : null;
  }

  private @Nullable Value choice(
      Value bool, Value ifOne, Value ifZero, Position position, List<Value> added) {
    Long one = ifOne.constant();
    Long zero = ifZero.constant();
    if (one == null || zero == null) {
      return null;
    }
    Value number = bool;
    if (ifOne.isWide()) {
      number =
          function.newValue(
              new Operation.Convert(Conversion.INT_TO_LONG_UNSIGNED),
              ValueType.LONG,
              List.of(bool),
              position);
      added.add(number);
    }
    ValueType type = ifOne.type();
    if (one == 1 && zero == 0) {
      return number;
    }
    if (one == 0 && zero == 1) {
      return binary(BinaryOperator.XOR, number, ifZero, type, position, added);
    }
    if (one == zero - 1 && zero == (int) (long) zero) {
      return binary(BinaryOperator.SUBTRACT, ifZero, number, type, position, added);
    }
    if (one == zero + 1 && zero == (int) (long) zero) {
      return binary(BinaryOperator.ADD, number, ifZero, type, position, added);
    }
    return null;
  }

  private Value binary(
      BinaryOperator operator,
      Value left,
      Value right,
      ValueType type,
      Position position,
      List<Value> added) {
    // Constants stand where they are used.
    Value first = copy(left, added);
    Value second = copy(right, added);
    Value result =
        function.newValue(new Operation.Binary(operator), type, List.of(first, second), position);
    added.add(result);
    return result;
  }

  private Value copy(Value value, List<Value> added) {
    if (value.constant() == null) {
      return value;
    }
    Value constant =
        function.newValue(value.operation(), value.type(), List.of(), value.position());
    added.add(constant);
    return constant;
  }
}
