package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes out the rounds of loops that make a few small ones, a number of times that is known: the counter becomes a constant, and
 * with it places in arrays, and the tests and jumps of each round go.
 */
public final class LoopUnrolling {
  /** The most operations that a loop may become, as for C compilers. */
  private static final int MOST_OPERATIONS = 150;

  private static final int MOST_ROUNDS = 64;

  /** The kernel puts comparisons of the divisor with 0 and -1 before a signed division. */
  private static final int SIGNED_DIVISION = 8;

  /** Where a round ends the loop early, what is needed behind it has to be brought to its place: that is no jump alone. */
  private static final int EARLY_END = 3;

  /** A header, and what it goes on to. */
  private static final int MOST_BLOCKS_WITHIN = 2;

  private static final int MOST_FORKS = 4;

  /**
   * The verifier may follow each of the ways through all rounds, where in a loop it finds that it has been at its begin with nothing
   * that matters being different.
   */
  private static final double MOST_WAYS = 1024;

  /** Larger functions have other worries, and the search for definitions is recursive. */
  private static final int MOST_BLOCKS = 2_000;

  private final Function function;

  private LoopUnrolling(Function function) {
    this.function = function;
  }

  /** Changes a function in place. Its counters are constants afterwards, which are not folded yet. */
  public static void run(Function function, Target target) {
    LoopUnrolling unrolling = new LoopUnrolling(function);
    Set<Block> seen = new HashSet<>();
    boolean any = true;
    while (any) {
      any = false;
      List<Block> order = function.reversePostorder();
      if (order.size() > MOST_BLOCKS) {
        return;
      }
      List<Loop> loops = Loop.simple(order);
      for (Loop loop : loops) {
        boolean isWithin =
            loops.stream()
                .anyMatch(outer ->
                    outer.header() != loop.header() && outer.blocks().contains(loop.header()));
        // The verifier follows each way through what is written out, and remembers fewer places
        // where it has been than in a loop.
        if (isWithin && loop.blocks().size() > MOST_BLOCKS_WITHIN) {
          continue;
        }
        if (seen.add(loop.header()) && unrolling.unroll(loop)) {
          ConstantFolding.run(function, target);
          any = true;
          break;
        }
      }
    }
  }

  private boolean unroll(Loop loop) {
    int rounds = rounds(loop);
    if (rounds <= 0
        || rounds * size(loop) > MOST_OPERATIONS
        || rounds * forks(loop) > MOST_FORKS
        || Math.pow(ways(loop), rounds) > MOST_WAYS
        || loop.blocks().stream().anyMatch(LoopUnrolling::goesOneWay)) {
      return false;
    }
    new Copies(loop, rounds).make();
    Simplification.run(function);
    return true;
  }

  /** How many ways there are through a round. */
  private static double ways(Loop loop) {
    Map<Block, Double> ways = new HashMap<>();
    ways.put(loop.header(), 1.0);
    boolean changed = true;
    for (int i = 0; changed && i < loop.blocks().size(); i++) {
      changed = false;
      for (Block block : loop.blocks()) {
        if (block != loop.header()) {
          double into = 0;
          for (Block from : block.predecessors()) {
            into += ways.getOrDefault(from, 0.0);
          }
          Double before = ways.put(block, into);
          changed |= before == null || before != into;
        }
      }
    }
    return ways.getOrDefault(loop.latch(), 1.0);
  }

  /**
   * How often the verifier goes two ways where there is no branch: newer ones do so at a mask that is -1 or 0, as in {@code x &
   * -(y & 1)} ({@code maybe_fork_scalars} of {@code kernel/bpf/verifier.c}), and in a loop come together again.
   */
  private int forks(Loop loop) {
    Ranges ranges = Ranges.of(function);
    int forks = 0;
    for (Block block : loop.blocks()) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.Binary(BinaryOperator operator)
            && (operator == BinaryOperator.AND || operator == BinaryOperator.OR)
            && value.inputs().stream()
                .anyMatch(input -> input.constant() == null && ranges.of(input).isWithin(MASK))) {
          forks++;
        }
      }
    }
    return forks;
  }

  private static final Ranges.Range MASK = new Ranges.Range(-1, 0);

  /** Whether a block has two edges to the same one, which may bring different values. */
  private static boolean goesOneWay(Block block) {
    return block.terminator() instanceof Terminator.Branch branch
        && branch.then() == branch.otherwise();
  }

  /** How often the body runs; -1 if that is not known, or often. */
  private static int rounds(Loop loop) {
    if (!(loop.header().terminator() instanceof Terminator.Branch branch)
        || !(loop.latch().terminator() instanceof Terminator.Jump)
        || loop.blocks().contains(branch.then()) == loop.blocks().contains(branch.otherwise())) {
      return -1;
    }
    Value counter = branch.left();
    Long limit = branch.right().constant();
    if (!loop.header().phis().contains(counter) || limit == null || counter.isWide()) {
      return -1;
    }
    Long begin = counter.input(1 - loop.back()).constant();
    Value next = counter.input(loop.back());
    Long step =
        next.operation() instanceof Operation.Binary binary
                && next.inputs().size() == 2
                && next.input(0) == counter
                && switch (binary.operator()) {
                  case ADD, SUBTRACT, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> true;
                  default -> false;
                }
            ? next.input(1).constant()
            : null;
    if (begin == null || step == null) {
      return -1;
    }
    Operation.Binary change = (Operation.Binary) next.operation();
    boolean whileHolds = loop.blocks().contains(branch.then());
    long number = begin;
    for (int round = 0; round <= MOST_ROUNDS; round++) {
      if (Comparison.holds(branch.condition(), number, limit, false) != whileHolds) {
        return round;
      }
      number = change.operator().apply(number, step, false);
    }
    return -1;
  }

  private static boolean isSignedDivision(Value value) {
    return value.operation() instanceof Operation.Binary(BinaryOperator operator)
        && (operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER);
  }

  /** How many operations a round is, without those that come to constants as the counter does. */
  private static int size(Loop loop) {
    Set<Value> constant = new HashSet<>();
    if (loop.header().terminator() instanceof Terminator.Branch branch) {
      constant.add(branch.left());
    }
    int size = 0;
    for (Block block : loop.blocks()) {
      for (Value value : block.values()) {
        boolean free =
            switch (value.operation()) {
              case Operation.Constant _,
                  Operation.Null _,
                  Operation.MapAddress _,
                  Operation.Global _,
                  Operation.StackSlot _,
                  Operation.Offset _,
                  Operation.BoundsCheck _ ->
                  true;
              case Operation.PointerAdd _ -> isConstant(value.input(1), constant);
              case Operation.Binary _, Operation.Convert _ ->
                  value.inputs().stream().allMatch(input -> isConstant(input, constant));
              default -> false;
            };
        boolean folds =
            free
                && (value.operation() instanceof Operation.Binary
                    || value.operation() instanceof Operation.Convert);
        if (folds) {
          constant.add(value);
        }
        if (!free) {
          size += isSignedDivision(value) ? SIGNED_DIVISION : 1;
        }
      }
      if (block != loop.header() && block.terminator() instanceof Terminator.Branch branch) {
        size += leaves(loop, branch) ? EARLY_END : 1;
      }
    }
    return size;
  }

  private static boolean leaves(Loop loop, Terminator.Branch branch) {
    return !loop.blocks().contains(branch.then()) || !loop.blocks().contains(branch.otherwise());
  }

  private static boolean isConstant(Value value, Set<Value> known) {
    return value.constant() != null || known.contains(value);
  }

  /** The rounds behind the first, which the loop's own blocks become. */
  private final class Copies {
    private final Loop loop;
    private final int rounds;
    private final Set<Block> all;
    private final Map<Value, Map<Block, Value>> definitions = new HashMap<>();
    private Map<Block, Block> blocks = new HashMap<>();
    private Map<Value, Value> values = new HashMap<>();

    Copies(Loop loop, int rounds) {
      this.loop = loop;
      this.rounds = rounds;
      this.all = new HashSet<>(loop.blocks());
      for (Block block : loop.blocks()) {
        block.phis().forEach(phi -> define(phi, block, phi));
        block.values().stream()
            .filter(value -> !isForAllRounds(value))
            .forEach(value -> define(value, block, value));
      }
    }

    /** Whether all rounds have one of a value, as they have to of a stack slot. */
    private static boolean isForAllRounds(Value value) {
      return value.operation().isMadeWhereUsed();
    }

    private void define(Value original, Block block, Value value) {
      definitions.computeIfAbsent(original, _ -> new HashMap<>()).put(block, value);
    }

    void make() {
      Map<Value, Value> before = new HashMap<>();
      loop.blocks()
          .forEach(block -> {
            block.phis().forEach(phi -> before.put(phi, phi));
            block.values().forEach(value -> before.put(value, value));
          });
      values = before;
      Terminator.Branch test = (Terminator.Branch) loop.header().terminator();
      boolean whileHolds = loop.blocks().contains(test.then());
      Block inside = whileHolds ? test.then() : test.otherwise();
      Block outside = whileHolds ? test.otherwise() : test.then();
      List<Map<Block, Block>> rounds = new ArrayList<>();
      List<Map<Value, Value>> meanings = new ArrayList<>();
      for (int round = 1; round <= this.rounds; round++) {
        copyRound(round == this.rounds);
        rounds.add(blocks);
        meanings.add(values);
      }
      for (int round = 0; round < rounds.size(); round++) {
        blocks = rounds.get(round);
        values = meanings.get(round);
        boolean last = round + 1 == rounds.size();
        for (Map.Entry<Block, Block> copy : blocks.entrySet()) {
          if (copy.getKey() == loop.header()) {
            end(
                copy.getValue(),
                copy.getKey(),
                new Terminator.Jump(last ? outside : of(blocks, inside)));
          } else {
            Block next = last ? copy.getValue() : header(rounds, round + 1);
            end(copy.getValue(), copy.getKey(), mapped(copy.getKey().terminator(), next));
          }
        }
      }
      rounds.forEach(this::orderPredecessors);
      closeFirst(header(rounds, 0), inside, outside);
      SsaRepair.run(function, all, definitions);
    }

    private Block header(List<Map<Block, Block>> rounds, int round) {
      return of(rounds.get(round), loop.header());
    }

    private static <T> T of(Map<T, T> map, T key) {
      T value = map.get(key);
      return value == null ? key : value;
    }

    private void copyRound(boolean last) {
      Map<Block, Block> copies = new java.util.LinkedHashMap<>();
      Map<Value, Value> meanings = new HashMap<>();
      for (Block block : last ? List.of(loop.header()) : loop.blocks()) {
        Block copy = function.newBlock();
        copies.put(block, copy);
        all.add(copy);
      }
      // What the header chooses between is what the round before ended with.
      for (Value phi : loop.header().phis()) {
        Value ended = of(values, phi.input(loop.back()));
        meanings.put(phi, ended);
      }
      for (Map.Entry<Block, Block> copy : copies.entrySet()) {
        if (copy.getKey() != loop.header()) {
          for (Value phi : copy.getKey().phis()) {
            Value made =
                function.newValue(phi.operation(), phi.type(), phi.inputs(), phi.position());
            meanings.put(phi, made);
            copy.getValue().phis().add(made);
          }
        }
        for (Value value : copy.getKey().values()) {
          if (isForAllRounds(value)) {
            continue;
          }
          Value made =
              function.newValue(value.operation(), value.type(), value.inputs(), value.position());
          meanings.put(value, made);
          copy.getValue().values().add(made);
        }
      }
      for (Block copy : copies.values()) {
        copy.phis().forEach(phi -> phi.inputs().replaceAll(input -> of(meanings, input)));
        copy.values().forEach(value -> value.inputs().replaceAll(input -> of(meanings, input)));
      }
      for (Map.Entry<Block, Block> copy : copies.entrySet()) {
        copy.getKey().phis().forEach(phi -> define(phi, copy.getValue(), of(meanings, phi)));
        copy.getKey().values().stream()
            .filter(value -> !isForAllRounds(value))
            .forEach(value -> define(value, copy.getValue(), of(meanings, value)));
      }
      blocks = copies;
      values = meanings;
    }

    /** The end of a copy, which is a predecessor of the blocks outside as the original is. */
    private void end(Block copy, Block original, Terminator how) {
      copy.terminate(how, original.end());
      for (Block successor : how.successors()) {
        if (!all.contains(successor)) {
          int edge = successor.predecessors().indexOf(original);
          for (Value phi : successor.phis()) {
            if (phi.inputs().size() < successor.predecessors().size()) {
              phi.inputs().add(of(values, phi.inputs().get(edge)));
            }
          }
        }
      }
    }

    private Terminator mapped(Terminator how, Block next) {
      return switch (how) {
        case Terminator.Jump jump -> new Terminator.Jump(target(jump.target(), next));
        case Terminator.Branch branch ->
            new Terminator.Branch(
                branch.condition(),
                of(values, branch.left()),
                of(values, branch.right()),
                target(branch.then(), next),
                target(branch.otherwise(), next));
        case Terminator.Return result -> new Terminator.Return(of(values, result.result()));
        case Terminator.Unreachable none -> none;
      };
    }

    private Block target(Block target, Block next) {
      return target == loop.header() ? next : of(blocks, target);
    }

    /** Inputs of phis are in the order of predecessors. */
    private void orderPredecessors(Map<Block, Block> blocks) {
      blocks.forEach((original, copy) -> {
        if (original != loop.header()) {
          copy.predecessors().clear();
          original.predecessors().forEach(from -> copy.predecessors().add(of(blocks, from)));
        }
      });
    }

    /** The loop's own blocks become the first round. */
    private void closeFirst(Block second, Block inside, Block outside) {
      Block header = loop.header();
      int back = loop.back();
      header.predecessors().remove(back);
      header.phis().forEach(phi -> phi.inputs().remove(back));
      loop.latch().retarget(new Terminator.Jump(second));
      second.predecessors().add(loop.latch());
      header.retarget(new Terminator.Jump(inside));
      int edge = outside.predecessors().indexOf(header);
      outside.predecessors().remove(edge);
      outside.phis().forEach(phi -> phi.inputs().remove(edge));
    }
  }
}
