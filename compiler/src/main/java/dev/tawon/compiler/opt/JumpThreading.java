package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a path that gives a boolean its value go at once where the test of that boolean would send it: {@code a && b}, a
 * method's boolean result, and what is asked of them.
 */
public final class JumpThreading {
  private final Map<Block, Integer> ranks = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();

  private final Function function;

  /** Null where jumps have changed since. */
  private @Nullable Dominators dominators;

  private JumpThreading(Function function) {
    this.function = function;
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    List<Block> order = function.reversePostorder();
    if (order.stream().noneMatch(JumpThreading::isTest)) {
      return;
    }
    JumpThreading threading = new JumpThreading(function);
    threading.count(order);
    boolean any = false;
    // A path that skips one test may meet the next, which comes later in this order.
    for (Block block : order) {
      if (isTest(block) && threading.uses.getOrDefault(block.phis().getFirst(), 0) == 1) {
        any |= threading.thread(block);
      }
    }
    if (any) {
      Unreached.remove(function, order);
    }
    List<Block> left = function.reversePostorder();
    boolean more = false;
    for (Block block : left) {
      if (isTest(block) && isNullTest(block)) {
        more |= threading.threadNulls(block);
      }
    }
    if (more) {
      Unreached.remove(function, left);
    }
    if (any || more) {
      Simplification.run(function);
    }
  }

  private static boolean isNullTest(Block block) {
    return block.terminator() instanceof Terminator.Branch branch && branch.right().isNull();
  }

  private boolean isUsedOnlyBelow(Value phi, Block test, Block top) {
    if (dominators == null) {
      dominators = Dominators.of(function);
    }
    Dominators known = dominators;
    return Uses.of(function.reversePostorder(), phi).stream()
        .filter(use -> !(use.isAtEnd() && use.block() == test))
        .allMatch(use -> known.dominates(top, use.block()));
  }

  /**
   * Where the one phi of a test is an address in a packet from one edge and null from all others: what goes on behind the test
   * as not null is that address, which may have other uses then.
   */
  private boolean threadNulls(Block test) {
    if (!(test.terminator() instanceof Terminator.Branch branch)
        || test.predecessors().stream().anyMatch(from -> rank(from) >= rank(test))) {
      return false;
    }
    Value phi = test.phis().getFirst();
    List<Value> addresses = phi.inputs().stream().filter(input -> !input.isNull()).toList();
    boolean whenEqual = branch.condition() == JumpCondition.EQ;
    Block nulls = whenEqual ? branch.then() : branch.otherwise();
    Block others = whenEqual ? branch.otherwise() : branch.then();
    if (addresses.size() != 1
        || !Places.isInPacket(addresses.getFirst())
        || nulls == others
        || others.predecessors().size() != 1
        || !isUsedOnlyBelow(phi, test, others)) {
      return false;
    }
    boolean any = false;
    for (int edge = test.predecessors().size() - 1; edge >= 0; edge--) {
      Block from = test.predecessors().get(edge);
      if (phi.input(edge).isNull() && from.terminator() instanceof Terminator.Jump) {
        test.predecessors().remove(edge);
        phi.inputs().remove(edge);
        from.retarget(new Terminator.Jump(nulls));
        int known = nulls.predecessors().indexOf(test);
        nulls.predecessors().add(from);
        nulls.phis().forEach(other -> other.inputs().add(other.input(known)));
        any = true;
      }
    }
    if (test.predecessors().size() == 1 && any) {
      test.retarget(new Terminator.Jump(others));
      Unreached.leave(test, nulls);
    }
    return any;
  }

  /** Whether a block does nothing but compare its one phi with a constant. */
  private static boolean isTest(Block block) {
    return block.phis().size() == 1
        && block.terminator() instanceof Terminator.Branch branch
        && branch.left() == block.phis().getFirst()
        && (branch.right().constant() != null || branch.right().isNull())
        && (branch.condition() == JumpCondition.EQ || branch.condition() == JumpCondition.NE)
        && block.values().stream().allMatch(JumpThreading::hasNoPlace);
  }

  /** Whether a value is made where it is used, so that it matters to none in which block it stands. */
  private static boolean hasNoPlace(Value value) {
    return switch (value.operation()) {
      case Operation.Constant _, Operation.Null _, Operation.MapAddress _ -> true;
      default -> false;
    };
  }

  private void count(List<Block> order) {
    for (Block block : order) {
      ranks.put(block, ranks.size());
      block.phis().forEach(phi -> phi.inputs().forEach(this::use));
      block.values().forEach(value -> value.inputs().forEach(this::use));
      block.terminator().inputs().forEach(this::use);
    }
  }

  private void use(Value value) {
    uses.merge(value, 1, Integer::sum);
  }

  private boolean thread(Block test) {
    // A loop whose header is such a test would get a second entry.
    if (test.predecessors().stream().anyMatch(from -> rank(from) >= rank(test))) {
      return false;
    }
    boolean any = false;
    for (int edge = test.predecessors().size() - 1; edge >= 0; edge--) {
      Block target = target(test, test.phis().getFirst().input(edge));
      Block from = test.predecessors().get(edge);
      if (target != null && from.terminator() instanceof Terminator.Jump) {
        test.predecessors().remove(edge);
        test.phis().getFirst().inputs().remove(edge);
        from.retarget(new Terminator.Jump(target));
        int known = target.predecessors().indexOf(test);
        target.predecessors().add(from);
        target.phis().forEach(phi -> phi.inputs().add(phi.input(known)));
        any = true;
      }
    }
    if (test.predecessors().isEmpty()) {
      test.terminator().successors().forEach(successor -> Unreached.leave(test, successor));
    }
    return any;
  }

  private int rank(Block block) {
    return ranks.getOrDefault(block, Integer.MAX_VALUE);
  }

  private static @Nullable Block target(Block test, Value input) {
    if (!(test.terminator() instanceof Terminator.Branch branch)) {
      return null;
    }
    Long constant = input.constant();
    boolean isAddress = branch.right().isNull() && (input.isNull() || Places.isInPacket(input));
    if (constant == null && !isAddress) {
      return null;
    }
    boolean equal = constant == null ? input.isNull() : constant.equals(branch.right().constant());
    return equal == (branch.condition() == JumpCondition.EQ) ? branch.then() : branch.otherwise();
  }
}
