package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.util.List;

/**
 * Divides by constants only on the way where the quotient is used: a division takes as long as dozens of other instructions. Whether a
 * quotient is zero says the dividend, which is less than the divisor then.
 */
final class LateDivisions {
  private final List<Block> order;
  private final Dominators dominators;

  private LateDivisions(Function function) {
    this.order = function.reversePostorder();
    this.dominators = Dominators.of(order);
  }

  /** Changes a function in place. */
  static void run(Function function) {
    if (function.reversePostorder().stream()
        .flatMap(block -> block.values().stream())
        .noneMatch(LateDivisions::isDivision)) {
      return;
    }
    LateDivisions divisions = new LateDivisions(function);
    boolean any = false;
    for (Block block : divisions.order) {
      for (Value value : List.copyOf(block.values()).reversed()) {
        any |= isDivision(value) && divisions.defer(block, value);
      }
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private static boolean isDivision(Value value) {
    if (!(value.operation() instanceof Operation.Binary(BinaryOperator operator))
        || (operator != BinaryOperator.DIVIDE_UNSIGNED
            && operator != BinaryOperator.REMAINDER_UNSIGNED)) {
      return false;
    }
    Long divisor = value.input(1).constant();
    return divisor != null && divisor != 0;
  }

  /** Whether a division is not made in its block any more. */
  private boolean defer(Block block, Value division) {
    if (!(block.terminator() instanceof Terminator.Branch branch)
        || branch.then() == branch.otherwise()) {
      return false;
    }
    boolean asked = isAskedForZero(branch, division);
    List<Uses.Use> uses =
        Uses.of(order, division).stream()
            .filter(use -> !(asked && use.isAtEnd() && use.block() == block))
            .toList();
    if (uses.isEmpty() && !asked) {
      return false;
    }
    Block way = null;
    for (Block next : List.of(branch.then(), branch.otherwise())) {
      if (next.predecessors().size() == 1
          && uses.stream().allMatch(use -> dominators.dominates(next, use.block()))) {
        way = next;
      }
    }
    if (way == null && !uses.isEmpty()) {
      return false;
    }
    if (asked) {
      block.retarget(
          new Terminator.Branch(
              branch.condition() == JumpCondition.EQ ? JumpCondition.LT : JumpCondition.GE,
              division.input(0),
              division.input(1),
              branch.then(),
              branch.otherwise()));
    }
    if (way != null && !uses.isEmpty()) {
      block.values().remove(division);
      way.values().addFirst(division);
    }
    return true;
  }

  /** Whether a branch asks no more of a quotient than whether it is zero. */
  private static boolean isAskedForZero(Terminator.Branch branch, Value division) {
    Long zero = branch.right().constant();
    return branch.left() == division
        && zero != null
        && zero == 0
        && (branch.condition() == JumpCondition.EQ || branch.condition() == JumpCondition.NE)
        && division.operation() instanceof Operation.Binary(BinaryOperator operator)
        && operator == BinaryOperator.DIVIDE_UNSIGNED;
  }
}
