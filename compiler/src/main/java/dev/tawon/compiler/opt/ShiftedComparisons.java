package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a number itself where what is compared are its upper bits: {@code x >>> 16 != 0} is {@code x >= 1 << 16}, unsigned. Where
 * the same bits are an index, they are compared as they are, which says within what the index is.
 */
public final class ShiftedComparisons {
  private record Bits(Value number, Long count) {}

  private final Function function;
  private final Set<Bits> indices = new HashSet<>();

  private ShiftedComparisons(Function function) {
    this.function = function;
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    ShiftedComparisons comparisons = new ShiftedComparisons(function);
    List<Block> order = function.reversePostorder();
    comparisons.findIndices(order);
    boolean any = false;
    for (Block block : order) {
      if (block.terminator() instanceof Terminator.Branch branch) {
        Terminator.Branch direct = comparisons.direct(block, branch);
        if (direct != null) {
          block.retarget(direct);
          any = true;
        }
      }
    }
    if (any) {
      Simplification.run(function);
    }
  }

  /** Bits that something reads of which more may be known by the comparison: anything but arithmetic that goes on with them. */
  private void findIndices(List<Block> order) {
    Map<Value, Bits> shifted = new HashMap<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        Bits bits = bits(value);
        if (bits != null) {
          shifted.put(value, bits);
        }
      }
    }
    for (Block block : order) {
      for (Value value : block.values()) {
        boolean isArithmetic =
            value.operation() instanceof Operation.Binary(BinaryOperator operator)
                && operator == BinaryOperator.SHIFT_RIGHT_UNSIGNED;
        for (Value input : value.inputs()) {
          Bits bits = shifted.get(input.resolved());
          if (bits != null && !isArithmetic) {
            indices.add(bits);
          }
        }
      }
    }
  }

  private static @Nullable Bits bits(Value value) {
    return value.operation() instanceof Operation.Binary(BinaryOperator operator)
            && operator == BinaryOperator.SHIFT_RIGHT_UNSIGNED
            && value.input(1).constant() != null
        ? new Bits(value.input(0), value.input(1).constant())
        : null;
  }

  private Terminator.@Nullable Branch direct(Block block, Terminator.Branch branch) {
    Value left = branch.left().resolved();
    Long right = branch.right().resolved().constant();
    Bits bits = bits(left);
    if (bits == null || right == null || right < 0 || right > Integer.MAX_VALUE) {
      return null;
    }
    long count = bits.count() & (left.isWide() ? Long.SIZE - 1 : Integer.SIZE - 1);
    if (count == 0 || count >= Integer.SIZE || indices.contains(bits)) {
      return null;
    }
    // Shifted, the number is not negative: comparisons with a sign are those without.
    long limit =
        switch (branch.condition()) {
          case LT, SLT, GE, SGE -> right;
          case LE, SLE, GT, SGT -> right + 1;
          case EQ, NE -> right == 0 ? 1 : 0;
          case SET -> 0;
        };
    if (limit == 0 || limit > Integer.MAX_VALUE >>> count) {
      return null;
    }
    boolean isBelow =
        switch (branch.condition()) {
          case LT, SLT, LE, SLE, EQ -> true;
          case GE, SGE, GT, SGT, NE, SET -> false;
        };
    Value constant =
        function.newValue(
            new Operation.Constant(limit << count), left.type(), List.of(), left.position());
    block.values().add(constant);
    return new Terminator.Branch(
        isBelow ? JumpCondition.LT : JumpCondition.GE,
        bits.number(),
        constant,
        branch.then(),
        branch.otherwise());
  }
}
