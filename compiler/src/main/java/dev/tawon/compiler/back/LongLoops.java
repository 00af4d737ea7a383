package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.opt.Dominators;
import dev.tawon.compiler.opt.Loop;
import dev.tawon.compiler.opt.Ranges;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Loops that may make many rounds. At a branch that it cannot decide, the verifier goes on behind it, and remembers where the
 * branch leads to for later: 8,192 such places at most ({@code BPF_COMPLEXITY_LIMIT_JMP_SEQ} of {@code kernel/bpf/verifier.c}).
 * A loop that goes on behind its branches takes one for each in every round. So where there may be many, what leaves the loop
 * stands behind the branch, and the branch leads on: the verifier comes to the end of the program, and forgets.
 */
final class LongLoops {
  /** Rounds of all loops around a place; several branches a round have room. */
  private static final long MANY = 1_000;

  private static final long UNKNOWN = 1L << 31;
  private static final LongLoops NONE = new LongLoops(Map.of(), Set.of());

  /** The blocks of the innermost loop that a block is in. */
  private final Map<Block, Set<Block>> innermost;

  private final Set<Block> within;

  private LongLoops(Map<Block, Set<Block>> innermost, Set<Block> within) {
    this.innermost = innermost;
    this.within = within;
  }

  static LongLoops of(Function function) {
    List<Loop> loops = Loop.of(function.reversePostorder());
    if (loops.isEmpty()) {
      return NONE;
    }
    Ranges ranges = Ranges.of(function);
    Dominators dominators = Dominators.of(function.reversePostorder());
    Map<Block, Set<Block>> innermost = new HashMap<>();
    Map<Block, Double> rounds = new HashMap<>();
    for (Loop loop : loops) {
      double most = Math.min(UNKNOWN, rounds(loop, ranges, dominators));
      for (Block block : loop.blocks()) {
        rounds.merge(block, most, (left, right) -> left * right);
        innermost.putIfAbsent(block, loop.blocks());
      }
    }
    Set<Block> within = new HashSet<>();
    rounds.forEach((block, most) -> {
      if (most > MANY) {
        within.add(block);
      }
    });
    return new LongLoops(innermost, within);
  }

  /** Whether a block is in a loop that may make many rounds. */
  boolean isWithin(Block block) {
    return within.contains(block);
  }

  /** Whether the way from a block to another leaves such a loop. */
  boolean isLeft(Block from, Block to) {
    return within.contains(from) && !innermost.getOrDefault(from, Set.of()).contains(to);
  }

  /** How many rounds there are at most, by the comparisons that leave the loop, as far as that is seen. */
  private static long rounds(Loop loop, Ranges ranges, Dominators dominators) {
    long least = UNKNOWN;
    for (Block block : loop.blocks()) {
      if (block.terminator() instanceof Terminator.Branch branch
          && !loop.blocks().containsAll(branch.successors())) {
        least = Math.min(least, rounds(loop.header(), branch, ranges));
      }
      boolean always =
          loop.latches().stream().allMatch(latch -> dominators.dominates(block, latch));
      for (Value value : always ? block.values() : List.<Value>of()) {
        if (value.operation() instanceof Operation.BoundsCheck(int limit)) {
          least = Math.min(least, rounds(loop.header(), value.input(0), limit));
        }
      }
    }
    return least;
  }

  /** How many rounds there are at most if a fault ends them where an index is above a limit. */
  private static long rounds(Block header, Value index, int limit) {
    Value number = index.resolved();
    while (number.operation() instanceof Operation.Convert) {
      number = number.input(0).resolved();
    }
    for (Value phi : header.phis()) {
      for (Value input : phi.inputs()) {
        long step = step(phi, input);
        if (step != 0 && (number == phi || number == input.resolved())) {
          return limit / Math.abs(step) + 1;
        }
      }
    }
    return UNKNOWN;
  }

  private static long rounds(Block header, Terminator.Branch branch, Ranges ranges) {
    long least = UNKNOWN;
    for (Value phi : header.phis()) {
      boolean isCounter =
          Stream.of(branch.left(), branch.right())
              .map(Value::resolved)
              .anyMatch(side -> side == phi || step(phi, side) != 0);
      for (int i = 0; isCounter && i < phi.inputs().size(); i++) {
        long step = step(phi, phi.input(i));
        if (step != 0) {
          Value limit =
              branch.left().resolved() == phi || step(phi, branch.left().resolved()) != 0
                  ? branch.right()
                  : branch.left();
          for (int j = 0; j < phi.inputs().size(); j++) {
            if (j != i) {
              least =
                  Math.min(least, ranges.distance(phi.input(j), limit, step > 0) / Math.abs(step));
            }
          }
        }
      }
    }
    return least;
  }

  /** By how much a value is more than a phi; 0 if that is not known. */
  private static long step(Value phi, Value value) {
    if (!(value.operation() instanceof Operation.Binary(BinaryOperator operator))
        || value.input(0) != phi) {
      return 0;
    }
    Long constant = value.input(1).constant();
    if (constant == null) {
      return 0;
    }
    return switch (operator) {
      case ADD -> constant;
      case SUBTRACT -> -constant;
      // At most 64 rounds, whatever the numbers: as if each were a large step.
      case SHIFT_LEFT -> Integer.MAX_VALUE;
      case SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> -Integer.MAX_VALUE;
      default -> 0;
    };
  }
}
