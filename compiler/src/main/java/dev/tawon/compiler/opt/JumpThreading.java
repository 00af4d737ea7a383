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

  private JumpThreading() {}

  /** Changes a function in place. */
  public static void run(Function function) {
    List<Block> order = function.reversePostorder();
    if (order.stream().noneMatch(JumpThreading::isTest)) {
      return;
    }
    JumpThreading threading = new JumpThreading();
    threading.count(order);
    boolean any = false;
    // A path that skips one test may meet the next, which comes later in this order.
    for (Block block : order) {
      if (isTest(block) && threading.uses.getOrDefault(block.phis().getFirst(), 0) == 1) {
        any |= threading.thread(block);
      }
    }
    if (any) {
      Simplification.run(function);
    }
  }

  /** Whether a block does nothing but compare its one phi with a constant. */
  private static boolean isTest(Block block) {
    return block.phis().size() == 1
        && block.terminator() instanceof Terminator.Branch branch
        && branch.left() == block.phis().getFirst()
        && (branch.right().constant() != null || isNull(branch.right()))
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
      switch (block.terminator()) {
        case Terminator.Branch branch -> {
          use(branch.left());
          use(branch.right());
        }
        case Terminator.Return result -> use(result.result());
        case Terminator.Jump _, Terminator.Unreachable _ -> {}
      }
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
      test.terminator().successors().forEach(successor -> leave(test, successor));
    }
    return any;
  }

  /** A block that is not reached any more leads nowhere. */
  private static void leave(Block from, Block to) {
    int edge = to.predecessors().indexOf(from);
    to.predecessors().remove(edge);
    to.phis().forEach(phi -> phi.inputs().remove(edge));
  }

  private static boolean isNull(Value value) {
    return value.operation() instanceof Operation.Null;
  }

  /** An address in a packet is never null. */
  private static boolean isInPacket(Value value) {
    Value base = value;
    while (base.operation() instanceof Operation.Offset
        || base.operation() instanceof Operation.PointerAdd) {
      base = base.input(0);
    }
    return base.operation() instanceof Operation.PacketBound;
  }

  private int rank(Block block) {
    return ranks.getOrDefault(block, Integer.MAX_VALUE);
  }

  private static @Nullable Block target(Block test, Value input) {
    if (!(test.terminator() instanceof Terminator.Branch branch)) {
      return null;
    }
    Long constant = input.constant();
    boolean isAddress = isNull(branch.right()) && (isNull(input) || isInPacket(input));
    if (constant == null && !isAddress) {
      return null;
    }
    boolean equal = constant == null ? isNull(input) : constant.equals(branch.right().constant());
    return equal == (branch.condition() == JumpCondition.EQ) ? branch.then() : branch.otherwise();
  }
}
