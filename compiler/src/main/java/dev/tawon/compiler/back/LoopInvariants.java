package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.HelperNumbers.MAP_LOOKUP_ELEM;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.opt.CriticalEdges;
import dev.tawon.compiler.opt.Dominators;
import dev.tawon.compiler.opt.KernelPointers;
import dev.tawon.compiler.opt.Loop;
import dev.tawon.compiler.opt.PacketMoves;
import dev.tawon.compiler.opt.Places;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Computes and reads before a loop what is the same in each of its rounds, as long as there are registers to keep it in.
 *
 * <p>What the loop compares stays in it, with all that is made of it: the verifier learns a number's range, or that an address
 * is not null, behind the comparison, and would not know it of what was made before. Only what every round does is moved, so that
 * no way through the loop gets longer.
 */
final class LoopInvariants {
  /** Larger functions have other worries. */
  private static final int MOST_BLOCKS = 2_000;

  /** Registers that calls leave alone. */
  private static final int KEPT = Registers.COUNT - Registers.FIRST_KEPT;

  /** Of the others some are needed for what is computed in between. */
  private static final int SPARE = 3;

  private final Function function;
  private final KernelPointers pointers;
  private final boolean packetStays;
  private final Places places;

  private LoopInvariants(Function function) {
    this.function = function;
    this.pointers = KernelPointers.of(function);
    this.packetStays = PacketMoves.none(function);
    this.places = new Places(function);
  }

  /** Changes a function in place. */
  static void run(Function function) {
    LoopInvariants invariants = new LoopInvariants(function);
    Set<Block> seen = new HashSet<>();
    boolean any = true;
    while (any) {
      any = false;
      List<Block> order = function.reversePostorder();
      if (order.size() > MOST_BLOCKS) {
        return;
      }
      for (Loop loop : loops(order)) {
        if (seen.add(loop.header()) && invariants.move(loop)) {
          any = true;
          break;
        }
      }
    }
  }

  /** The loops with one way in, those within others first. */
  private static List<Loop> loops(List<Block> order) {
    return Loop.of(order).stream().filter(loop -> loop.entries().size() == 1).toList();
  }

  private static Block before(Loop loop) {
    return loop.entries().getFirst();
  }

  private boolean move(Loop loop) {
    Set<Value> inside = new LinkedHashSet<>();
    List<Value> effects = new ArrayList<>();
    Set<Value> compared = new HashSet<>();
    for (Block block : loop.blocks()) {
      inside.addAll(block.phis());
      inside.addAll(block.values());
      block.values().stream().filter(LoopInvariants::changesMemory).forEach(effects::add);
      block.values().stream()
          .filter(value -> value.operation().mayFail())
          .forEach(value -> value.inputs().forEach(input -> compare(compared, input)));
      if (block.terminator() instanceof Terminator.Branch branch) {
        compare(compared, branch.left());
        compare(compared, branch.right());
      }
    }
    List<Value> same = invariant(loop, inside, effects, compared);
    if (same.isEmpty()) {
      return false;
    }
    ValueLiveness liveness = ValueLiveness.of(function);
    BitSet behind = neededBehind(loop, liveness);
    int before = registers(loop, Set.of(), behind);
    int room = before + room(loop, liveness);
    boolean calls =
        loop.blocks().stream().flatMap(block -> block.values().stream()).anyMatch(this::isCall);
    Set<Value> moved = new LinkedHashSet<>();
    // The dearest first; each takes what it is made of with it.
    same.stream()
        .filter(value -> cost(value) > 0)
        .sorted((left, right) -> cost(right) - cost(left))
        .forEach(value -> {
          Set<Value> with = new LinkedHashSet<>(moved);
          collect(value, same, with);
          // A register that calls leave alone is saved where the program begins, and restored at
          // its end: that is not worth one instruction.
          int most =
              calls && cost(value) == 1 ? Math.min(room, registers(loop, moved, behind)) : room;
          if (registers(loop, with, behind) <= most) {
            moved.addAll(with);
          }
        });
    if (moved.isEmpty()) {
      return false;
    }
    Block to = placeBefore(loop);
    for (Value value : same) {
      if (moved.contains(value)) {
        loop.blocks().forEach(block -> block.values().remove(value));
        to.values().add(value);
      }
    }
    return true;
  }

  /** Whatever is made of a number that is compared, or what the number itself is a part of, may be what the verifier learns of. */
  private static void compare(Set<Value> compared, Value value) {
    Value at = value.resolved();
    while (compared.add(at)) {
      switch (at.operation()) {
        case Operation.Convert _,
            Operation.Offset _,
            Operation.PointerAdd _,
            Operation.KernelNumber _ ->
            at = at.input(0);
        default -> {
          return;
        }
      }
    }
  }

  /** What is the same in each round, in an order in which it can be computed. */
  private List<Value> invariant(
      Loop loop, Set<Value> inside, List<Value> effects, Set<Value> compared) {
    Set<Value> found = new LinkedHashSet<>();
    Dominators dominators = Dominators.of(function.reversePostorder());
    for (Block block : function.reversePostorder()) {
      if (!loop.blocks().contains(block)
          || !loop.latches().stream().allMatch(latch -> dominators.dominates(block, latch))) {
        continue;
      }
      for (Value value : block.values()) {
        boolean fixed = true;
        for (int i = 0; i < value.inputs().size() && fixed; i++) {
          Value input = value.input(i);
          fixed =
              (!inside.contains(input) || found.contains(input))
                  && !compared.contains(Operands.base(input))
                  && !compared.contains(input);
        }
        if (fixed && canBeEarlier(value, effects)) {
          found.add(value);
        }
      }
    }
    return List.copyOf(found);
  }

  private boolean canBeEarlier(Value value, List<Value> effects) {
    return switch (value.operation()) {
      case Operation.Binary _,
          Operation.Negate _,
          Operation.Convert _,
          Operation.KernelAddress _,
          Operation.KernelContainer _ ->
          true;
      case Operation.PacketBound _ -> packetStays;
      case Operation.Load load ->
          isReadable(Places.place(value.input(0), load.offset(), load.width().bytes()), effects);
      case Operation.KernelLoad _ -> effects.stream().noneMatch(effect -> !leavesMemory(effect));
      default -> Operands.isMadeWhereUsed(value);
    };
  }

  private boolean isReadable(Places.Place place, List<Value> effects) {
    if (!place.isExact()) {
      return false;
    }
    return switch (place.root().operation()) {
      case Operation.Global _, Operation.StackSlot _ ->
          effects.stream().noneMatch(effect -> mayChange(effect, place));
      case Operation.CallHelper call ->
          call.helper() == MAP_LOOKUP_ELEM
              && effects.stream().noneMatch(effect -> mayChange(effect, place));
      default -> false;
    };
  }

  private static boolean changesMemory(Value value) {
    return Places.written(value) != null
        || isOtherCode(value)
        || value.operation() instanceof Operation.VolatileLoad
        || value.operation() instanceof Operation.VolatileStore;
  }

  private static boolean leavesMemory(Value effect) {
    return Places.written(effect) != null
        || effect.operation() instanceof Operation.CallHelper call
            && Places.leavesMemory(call, effect);
  }

  private boolean mayChange(Value effect, Places.Place place) {
    Places.Place written = Places.written(effect);
    return written != null
        ? places.mayOverlap(place, written)
        : (!leavesMemory(effect) && !places.isPrivate(place.root()))
            || effect.inputs().stream()
                .anyMatch(input -> Places.place(input, 0, 0).root() == place.root());
  }

  /** How many instructions a round has less. */
  private int cost(Value value) {
    return switch (value.operation()) {
      case Operation.KernelLoad load ->
          (pointers.isTyped(value.input(0)) ? 1 : 7) + (load.signed() ? 1 : 0);
      case Operation.Load _ ->
          Operands.base(value.input(0)).operation() instanceof Operation.Global ? 3 : 1;
      case Operation.Binary _,
          Operation.Negate _,
          Operation.KernelAddress _,
          Operation.KernelContainer _,
          Operation.PacketBound _ ->
          1;
      case Operation.Convert _ -> 1;
      default -> 0;
    };
  }

  /** A value, with what it is made of in the loop. */
  private static void collect(Value value, List<Value> same, Set<Value> with) {
    for (int i = 0; i < value.inputs().size(); i++) {
      if (same.contains(value.input(i)) && !with.contains(value.input(i))) {
        collect(value.input(i), same, with);
      }
    }
    with.add(value);
  }

  /** How many values from outside of a loop are needed in it, or behind it, if some of it are moved out. */
  private static int registers(Loop loop, Set<Value> moved, BitSet behind) {
    BitSet needed = (BitSet) behind.clone();
    BitSet inside = new BitSet();
    for (Block block : loop.blocks()) {
      block.phis().forEach(phi -> inside.set(phi.id()));
      for (Value value : block.values()) {
        if (moved.contains(value)) {
          continue;
        }
        inside.set(value.id());
        if (!Operands.isMadeWhereUsed(value)) {
          ValueLiveness.forEachUse(value.inputs(), input -> needed.set(input.id()));
        }
      }
      ValueLiveness.forEachUse(ValueLiveness.end(block), input -> needed.set(input.id()));
    }
    for (Value phi : loop.header().phis()) {
      for (int edge = 0; edge < phi.inputs().size(); edge++) {
        if (loop.header().predecessors().get(edge) != before(loop)) {
          ValueLiveness.forEachUse(List.of(phi.input(edge)), input -> needed.set(input.id()));
        }
      }
    }
    needed.andNot(inside);
    return needed.cardinality();
  }

  /** What is needed where control has left a loop. */
  private static BitSet neededBehind(Loop loop, ValueLiveness liveness) {
    BitSet behind = new BitSet();
    for (Block block : loop.blocks()) {
      for (Block next : block.terminator().successors()) {
        if (!loop.blocks().contains(next)) {
          BitSet live = (BitSet) liveness.atEnd(next).clone();
          backwards(next, live, _ -> {});
          next.phis().forEach(phi -> live.clear(phi.id()));
          behind.or(live);
        }
      }
    }
    return behind;
  }

  /** Goes up through a block with what is needed behind each value. */
  private static void backwards(Block block, BitSet live, Consumer<Value> at) {
    ValueLiveness.forEachUse(ValueLiveness.end(block), value -> live.set(value.id()));
    for (Value value : block.values().reversed()) {
      live.clear(value.id());
      if (!Operands.isMadeWhereUsed(value)) {
        at.accept(value);
        ValueLiveness.forEachUse(value.inputs(), input -> live.set(input.id()));
      }
    }
  }

  /** How many registers are left in all of a loop. */
  private int room(Loop loop, ValueLiveness liveness) {
    int[] room = {Registers.COUNT - SPARE};
    for (Block block : loop.blocks()) {
      BitSet live = (BitSet) liveness.atEnd(block).clone();
      room[0] = Math.min(room[0], Registers.COUNT - SPARE - live.cardinality());
      backwards(
          block,
          live,
          value -> {
            int most = isCall(value) ? KEPT : Registers.COUNT - SPARE;
            room[0] = Math.min(room[0], most - live.cardinality());
          });
      room[0] = Math.min(room[0], Registers.COUNT - SPARE - live.cardinality());
    }
    return Math.max(room[0], 0);
  }

  private boolean isCall(Value value) {
    return switch (value.operation()) {
      case Operation.KernelLoad _, Operation.KernelWord _ -> !pointers.isTyped(value.input(0));
      default -> isOtherCode(value);
    };
  }

  /** Whether a value is what other code makes of it, which may write. */
  private static boolean isOtherCode(Value value) {
    return switch (value.operation()) {
      case Operation.CallHelper _,
          Operation.CallFunction _,
          Operation.CallSubprogram _,
          Operation.IteratorNew _,
          Operation.IteratorNext _,
          Operation.IteratorDestroy _,
          Operation.KernelCast _ ->
          true;
      default -> false;
    };
  }

  /** The block before a loop, from which control goes nowhere else. */
  private Block placeBefore(Loop loop) {
    Block before = before(loop);
    if (before.terminator() instanceof Terminator.Branch branch) {
      Block between = CriticalEdges.insert(function, before, loop.header());
      before.retarget(
          new Terminator.Branch(
              branch.condition(),
              branch.left(),
              branch.right(),
              branch.then() == loop.header() ? between : branch.then(),
              branch.otherwise() == loop.header() ? between : branch.otherwise()));
      return between;
    }
    return before;
  }
}
