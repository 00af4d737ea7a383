package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.HelperNumbers;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shares equal values, and removes checks that cannot fail.
 *
 * <p>A walk down the dominator tree: what was computed, or checked, in a block holds in all blocks that it dominates.
 */
public final class ValueNumbering {
  /**
   * A pure value: two with equal keys are the same.
   *
   * @param limit of a place in an array, the limit of its index that is known there: the verifier does not learn from a check
   *     of the index what was computed of it before
   * @param moved of an address in a packet, since which call the packet is there
   */
  private record Key(
      Operation operation, ValueType type, List<Value> inputs, int limit, @Nullable Object moved) {}

  private final Dominators dominators;
  private final Ranges ranges;
  private final PacketMoves moves;
  private final Map<Key, Value> numbered = new HashMap<>();
  private final Set<Value> notNull = new HashSet<>();
  private final Map<Value, Integer> limits = new HashMap<>();

  /**
   * Places in arrays and what they are computed of, each with the number that it is made of itself. Those in packets are not
   * among them: what the verifier knows of them it learns from comparisons of the address.
   */
  private final Map<Value, Value> numbers = new HashMap<>();

  /** Since which call the packet is where it is. */
  private Object moved;

  private ValueNumbering(Function function, Target target) {
    function.reversePostorder().stream()
        .flatMap(block -> block.values().stream())
        .filter(
            value -> value.operation() instanceof Operation.PointerAdd && !Places.isInPacket(value))
        .forEach(this::seeIndex);
    dominators = Dominators.of(function);
    ranges = Ranges.verified(function, target);
    moves = PacketMoves.of(function);
    moved = moves.atEntry(function.entry());
  }

  /** Changes a function in place, for a kernel whose verifier is to follow it. */
  public static void run(Function function, Target target) {
    new ValueNumbering(function, target).walk(function.entry());
    Simplification.run(function);
  }

  private void seeIndex(Value address) {
    Value place = address;
    Value number = address.input(1);
    while (numbers.putIfAbsent(place, number) == null
        && (number.operation() instanceof Operation.Convert
            || number.operation() instanceof Operation.Binary
                && number.input(1).constant() != null)) {
      place = number;
      number = number.input(0);
    }
  }

  /** The least limit of what a place in an array is made of. */
  private int limitOf(Value place) {
    int limit = Integer.MAX_VALUE;
    for (Value number = numbers.get(place); number != null; number = numbers.get(number)) {
      limit = Math.min(limit, limits.getOrDefault(number.resolved(), Integer.MAX_VALUE));
    }
    return limit;
  }

  /** What is known in the blocks below one, and forgotten behind them. */
  private record Scope(
      List<Key> keys,
      List<Value> checked,
      Map<Value, Integer> outerLimits,
      Iterator<Block> children) {}

  private void walk(Block entry) {
    // A stack of its own: the tree may be deeper than the thread's stack.
    Deque<Scope> scopes = new ArrayDeque<>(List.of(enter(entry)));
    while (!scopes.isEmpty()) {
      Iterator<Block> children = scopes.getFirst().children();
      if (children.hasNext()) {
        scopes.addFirst(enter(children.next()));
      } else {
        leave(scopes.removeFirst());
      }
    }
  }

  private Scope enter(Block block) {
    List<Key> keys = new ArrayList<>();
    List<Value> checked = new ArrayList<>();
    Map<Value, Integer> outerLimits = new HashMap<>();
    learnFromEdge(block, checked, outerLimits);
    learnFromPhis(block, checked);
    moved = moves.atEntry(block);
    block
        .values()
        .removeIf(value -> isRedundant(value, checked, outerLimits) || isShared(value, keys));
    return new Scope(keys, checked, outerLimits, dominators.children(block).iterator());
  }

  private void leave(Scope scope) {
    scope.keys().forEach(numbered::remove);
    scope.checked().forEach(notNull::remove);
    scope
        .outerLimits()
        .forEach((value, limit) -> {
          if (limit < 0) {
            limits.remove(value);
          } else {
            limits.put(value, limit);
          }
        });
  }

  /** A block with one way in knows what the comparison there said. */
  private void learnFromEdge(Block block, List<Value> checked, Map<Value, Integer> outerLimits) {
    if (block.predecessors().size() != 1) {
      return;
    }
    if (block.predecessors().getFirst().terminator() instanceof Terminator.Branch branch
        && branch.then() != branch.otherwise()) {
      learnLimit(branch, branch.then() == block, outerLimits);
    }
    if (block.predecessors().getFirst().terminator() instanceof Terminator.Branch branch
        && branch.right().resolved().operation() instanceof Operation.Null
        && branch.then() != branch.otherwise()) {
      boolean holds = branch.then() == block;
      if ((branch.condition() == JumpCondition.NE) == holds) {
        know(branch.left().resolved(), checked);
      }
    }
  }

  /** A phi of which each input is known, on its own way, not to be null is not null. */
  private void learnFromPhis(Block block, List<Value> checked) {
    for (Value phi : block.phis()) {
      boolean known = phi.type() == ValueType.REFERENCE;
      for (int i = 0; i < phi.inputs().size() && known; i++) {
        Value input = phi.input(i);
        known =
            input != phi
                && (isNotNull(input) || isTested(input, block.predecessors().get(i), block));
      }
      if (known) {
        know(phi, checked);
      }
    }
  }

  /** Whether a reference was compared with null on the only way to an edge. */
  private static boolean isTested(Value reference, Block from, Block to) {
    Block at = from;
    Block next = to;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      if (at.terminator() instanceof Terminator.Branch branch
          && branch.then() != branch.otherwise()
          && branch.left().resolved() == reference
          && branch.right().resolved().operation() instanceof Operation.Null
          && ((branch.condition() == JumpCondition.EQ && branch.otherwise() == next)
              || (branch.condition() == JumpCondition.NE && branch.then() == next))) {
        return true;
      }
      if (at.values().stream()
          .anyMatch(value ->
              value.operation() instanceof Operation.NullCheck && value.input(0) == reference)) {
        return true;
      }
      if (at.predecessors().size() != 1) {
        return false;
      }
      next = at;
      at = at.predecessors().getFirst();
    }
    return false;
  }

  private static final int MOST_STEPS = 32;

  /** A number below a constant, and not below zero, is within limits. */
  private void learnLimit(
      Terminator.Branch branch, boolean holds, Map<Value, Integer> outerLimits) {
    Value number = branch.left().resolved();
    Long constant = branch.right().resolved().constant();
    if (constant == null || number.type() != ValueType.INT || constant <= 0) {
      return;
    }
    long limit =
        switch (branch.condition()) {
          case SLT, LT -> holds ? constant - 1 : -1;
          case SLE, LE -> holds ? constant : -1;
          case SGE, GE -> holds ? -1 : constant - 1;
          case SGT, GT -> holds ? -1 : constant;
          case EQ, NE, SET -> -1;
        };
    boolean unsigned =
        switch (branch.condition()) {
          case LT, LE, GE, GT -> true;
          case SLT, SLE, SGE, SGT, EQ, NE, SET -> false;
        };
    if (limit < 0 || (!unsigned && !ranges.isNotNegative(number))) {
      return;
    }
    limit(number, (int) limit, outerLimits);
  }

  private void limit(Value number, int limit, Map<Value, Integer> outerLimits) {
    Integer known = limits.get(number);
    if (known == null || limit < known) {
      outerLimits.putIfAbsent(number, known == null ? -1 : known);
      limits.put(number, limit);
    }
  }

  private void know(Value value, List<Value> checked) {
    if (notNull.add(value)) {
      checked.add(value);
    }
  }

  private boolean isRedundant(Value value, List<Value> checked, Map<Value, Integer> outerLimits) {
    return switch (value.operation()) {
      case Operation.NullCheck _ -> {
        Value reference = value.input(0);
        if (isNotNull(reference)) {
          yield true;
        }
        know(reference, checked);
        yield false;
      }
      case Operation.BoundsCheck check -> {
        Value index = value.input(0);
        Integer known = limits.get(index);
        boolean inRange = ranges.of(index).isWithin(Ranges.Range.upTo(check.limit()));
        if ((known != null && known <= check.limit()) || inRange) {
          yield true;
        }
        limit(index, check.limit(), outerLimits);
        yield false;
      }
      default -> false;
    };
  }

  private boolean isNotNull(Value reference) {
    if (notNull.contains(reference)) {
      return true;
    }
    return switch (reference.operation()) {
      // A hook's pointers are the kernel's own; where one may be null, the verifier refuses to read
      // through it.
      case Operation.Parameter parameter -> parameter.typed();
      case Operation.Argument argument -> argument.notNull();
      case Operation.Literal _,
          Operation.Concatenation _,
          Operation.Constant _,
          Operation.Boxed _,
          Operation.FunctionAddress _,
          Operation.StackSlot _,
          Operation.MapAddress _,
          Operation.Context _,
          Operation.PacketBound _,
          Operation.Global _,
          Operation.KernelAddress _,
          Operation.KernelContainer _ ->
          true;
      case Operation.Offset _, Operation.PointerAdd _ -> true;
      case Operation.KernelCast _ -> isNotNull(reference.input(0));
      // As a number, the current task's address.
      case Operation.KernelNumber _ ->
          reference.input(0).operation() instanceof Operation.CallHelper call
              && call.helper() == HelperNumbers.GET_CURRENT_TASK;
      case Operation.CallHelper call -> call.helper() == HelperNumbers.GET_CURRENT_TASK_BTF;
      default -> false;
    };
  }

  private boolean isShared(Value value, List<Key> keys) {
    if (moves.contains(value)) {
      moved = value;
    }
    boolean inPacket = value.operation() instanceof Operation.PacketBound;
    if (!value.operation().isPure() && !inPacket) {
      return false;
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < value.inputs().size(); i++) {
      inputs.add(value.input(i));
    }
    Key key =
        new Key(value.operation(), value.type(), inputs, limitOf(value), inPacket ? moved : null);
    Value known = numbered.putIfAbsent(key, value);
    if (known == null) {
      keys.add(key);
      return false;
    }
    value.replaceBy(known);
    return true;
  }
}
