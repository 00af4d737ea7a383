package dev.tawon.compiler.opt;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses an object of one round of a loop that is still used when the next round makes another: Java's {@code new} makes
 * a second object, and the stack has one place for both.
 *
 * <p>A reference outlives its round only in a phi, so that a program is right unless a phi that may hold the object is
 * needed behind the {@code new}.
 */
public final class StackObjects {
  /** A place in a block: before one of its values, or at its end. */
  private record Place(Block block, int index) {}

  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Map<Value, List<Place>> uses = new HashMap<>();
  private final Map<Value, Place> made = new HashMap<>();
  private final Map<Value, Block> phiBlocks = new HashMap<>();

  private StackObjects() {}

  /**
   * Looks at a function.
   *
   * @throws SourceError if two objects would share a place
   */
  public static void check(Function function) {
    StackObjects objects = new StackObjects();
    List<Block> order = function.reversePostorder();
    if (order.stream().noneMatch(block -> block.values().stream().anyMatch(StackObjects::isNew))) {
      return;
    }
    order.forEach(objects::index);
    for (Value object : objects.made.keySet().stream().filter(StackObjects::isNew).toList()) {
      objects.check(object);
    }
  }

  private static boolean isNew(Value value) {
    return value.operation() instanceof Operation.StackSlot slot && !slot.temporary();
  }

  private void index(Block block) {
    for (Value phi : block.phis()) {
      phiBlocks.put(phi, block);
      for (int i = 0; i < phi.inputs().size(); i++) {
        use(phi.input(i), phi, atEnd(block.predecessors().get(i)));
      }
    }
    for (int i = 0; i < block.values().size(); i++) {
      Value value = block.values().get(i);
      made.put(value, new Place(block, i));
      for (int j = 0; j < value.inputs().size(); j++) {
        use(value.input(j), value, new Place(block, i));
      }
    }
    switch (block.terminator()) {
      case Terminator.Branch branch -> {
        uses.computeIfAbsent(branch.left(), _ -> new ArrayList<>()).add(atEnd(block));
        uses.computeIfAbsent(branch.right(), _ -> new ArrayList<>()).add(atEnd(block));
      }
      case Terminator.Jump _, Terminator.Return _, Terminator.Unreachable _ -> {}
    }
  }

  private void use(Value used, Value user, Place place) {
    users.computeIfAbsent(used, _ -> new ArrayList<>()).add(user);
    uses.computeIfAbsent(used, _ -> new ArrayList<>()).add(place);
  }

  private static Place atEnd(Block block) {
    return new Place(block, block.values().size());
  }

  private void check(Value object) {
    // References to the object or into it; those that came through a phi may be to an earlier one.
    Set<Value> seen = new HashSet<>();
    Set<Value> earlier = new HashSet<>();
    Deque<Value> work = new ArrayDeque<>(List.of(object));
    while (!work.isEmpty()) {
      Value reference = work.remove();
      for (Value user : users.getOrDefault(reference, List.of())) {
        boolean passesOn =
            switch (user.operation()) {
              case Operation.Phi _, Operation.Offset _, Operation.PointerAdd _ -> true;
              default -> false;
            };
        boolean mayBeEarlier =
            user.operation() instanceof Operation.Phi || earlier.contains(reference);
        boolean news = passesOn && seen.add(user);
        if (passesOn && mayBeEarlier) {
          news |= earlier.add(user);
        }
        if (news) {
          work.add(user);
        }
      }
    }
    for (Value reference : earlier) {
      if (isNeededBehind(reference, object)) {
        throw new SourceError(
            object.position(),
            Rule.OBJECT_OUTLIVES_ROUND,
            "what is made here is still used when the next round of the loop makes another, and"
                + " the stack has one place for both: copy what is needed of it to variables");
      }
    }
  }

  /** Whether a use of a reference is reached from where an object is made, and not by way of the reference's own place. */
  private boolean isNeededBehind(Value reference, Value object) {
    Place from = place(reference);
    Place barrier = place(object);
    Deque<Place> work = new ArrayDeque<>(uses.getOrDefault(reference, List.of()));
    Set<Block> seen = new HashSet<>();
    while (!work.isEmpty()) {
      Place place = work.remove();
      boolean passesFrom = place.block() == from.block() && from.index() < place.index();
      boolean passesBarrier = place.block() == barrier.block() && barrier.index() < place.index();
      if (passesBarrier && (!passesFrom || from.index() < barrier.index())) {
        return true;
      }
      if (!passesFrom) {
        for (Block predecessor : place.block().predecessors()) {
          if (seen.add(predecessor)) {
            work.add(atEnd(predecessor));
          }
        }
      }
    }
    return false;
  }

  /** Where a value is made; a phi before all else. */
  private Place place(Value value) {
    Block block = phiBlocks.get(value);
    if (block != null) {
      return new Place(block, -1);
    }
    Place place = made.get(value);
    if (place == null) {
      throw new IllegalArgumentException(value + " is in no block");
    }
    return place;
  }
}
