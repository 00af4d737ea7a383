package dev.tawon.compiler.back;

import dev.tawon.compiler.front.HelperRow;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds objects on the stack that are not needed at the same time, so that they can have one place there, in functions that have
 * much on it: branches, blocks and calls each make objects of their own, and the kernel has 512 bytes for all.
 *
 * <p>An object is needed up to the last use of a reference to it or into it, and not before it is made: its place is zeroed then.
 * One whose address is anywhere but in references has its place to itself.
 */
final class ObjectPlaces {
  private final List<Block> order;
  private final List<Value> objects = new ArrayList<>();

  /** The objects that a reference may lead to, as bits of their indices. */
  private final Map<Value, BitSet> targets = new HashMap<>();

  private final BitSet alone = new BitSet();
  private final Map<Block, BitSet> neededAtStart = new HashMap<>();
  private final StackConflicts conflicts = new StackConflicts();

  private ObjectPlaces(Function function) {
    order = function.reversePostorder();
  }

  /** The objects of a function that have the place of another, which is as large, with that other. */
  static Map<Value, Value> of(Function function) {
    ObjectPlaces places = new ObjectPlaces(function);
    places.findObjects();
    if (places.objects.stream().mapToInt(ObjectPlaces::bytes).sum() <= StackFrame.HALF) {
      return Map.of();
    }
    places.findTargets();
    places.order.forEach(places::findThoseAlone);
    places.findConflicts();
    return places.share();
  }

  private static int bytes(Value object) {
    return object.operation() instanceof Operation.StackSlot slot ? slot.bytes() : 0;
  }

  private void findObjects() {
    for (Block block : order) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.StackSlot slot && !slot.temporary()) {
          objects.add(value);
        }
      }
    }
  }

  private void findTargets() {
    for (int i = 0; i < objects.size(); i++) {
      targets.computeIfAbsent(objects.get(i), _ -> new BitSet()).set(i);
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order) {
        for (Value phi : block.phis()) {
          for (Value input : phi.inputs()) {
            changed |= leadsOn(phi, input);
          }
        }
        for (Value value : block.values()) {
          if (passesOn(value)) {
            changed |= leadsOn(value, value.input(0));
          }
        }
      }
    }
  }

  private static boolean passesOn(Value value) {
    return value.operation() instanceof Operation.Offset
        || value.operation() instanceof Operation.PointerAdd;
  }

  private boolean leadsOn(Value reference, Value from) {
    BitSet more = targets(from);
    if (more.isEmpty()) {
      return false;
    }
    BitSet known = targets.computeIfAbsent(reference, _ -> new BitSet());
    int before = known.cardinality();
    known.or(more);
    return known.cardinality() > before;
  }

  private BitSet targets(Value reference) {
    return targets.getOrDefault(reference.resolved(), new BitSet());
  }

  private void findThoseAlone(Block block) {
    for (Value value : block.values()) {
      for (int i = 0; i < value.inputs().size(); i++) {
        if (!isFollowed(value, i)) {
          alone.or(targets(value.input(i)));
        }
      }
    }
    if (!(block.terminator() instanceof Terminator.Branch)) {
      block.terminator().inputs().forEach(input -> alone.or(targets(input)));
    }
  }

  /** Whether a reference is used there and then, and is nowhere behind it. */
  private static boolean isFollowed(Value user, int input) {
    return switch (user.operation()) {
      case Operation.Load _,
          Operation.VolatileLoad _,
          Operation.Zero _,
          Operation.NullCheck _,
          Operation.Offset _,
          Operation.PointerAdd _,
          Operation.AtomicAdd _,
          Operation.AtomicFetch _ ->
          input == 0;
      // What holds an address may not be written over in parts, without the right to see addresses.
      case Operation.Store _, Operation.VolatileStore _ ->
          input == 0 && user.input(1).type() != ValueType.REFERENCE;
      case Operation.CallSubprogram _ -> true;
      case Operation.CallHelper call -> isArgument(HelperRow.of(call.helper()), input);
      default -> false;
    };
  }

  /** Whether it is memory for a helper, and nothing of which the verifier keeps the state. */
  private static boolean isArgument(HelperRow helper, int input) {
    return input < helper.parameters().size()
        && !helper.parameters().get(input).type().contains("bpf_dynptr");
  }

  private void findConflicts() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order.reversed()) {
        BitSet needed = atEnd(block);
        use(block.terminator().inputs(), needed);
        for (Value value : block.values().reversed()) {
          if (value.operation() instanceof Operation.StackSlot) {
            needed.andNot(targets(value));
          } else {
            use(value.inputs(), needed);
          }
        }
        changed |= !needed.equals(neededAtStart.put(block, needed));
      }
    }
  }

  private BitSet atEnd(Block block) {
    BitSet needed = new BitSet();
    for (Block next : block.terminator().successors()) {
      needed.or(neededAtStart.getOrDefault(next, new BitSet()));
      for (int edge = 0; edge < next.predecessors().size(); edge++) {
        if (next.predecessors().get(edge) == block) {
          for (Value phi : next.phis()) {
            needed.or(targets(phi.input(edge)));
          }
        }
      }
    }
    return needed;
  }

  /** What is used, and so may be written, has to be apart from all that is needed behind, and from what is used with it. */
  private void use(List<Value> inputs, BitSet needed) {
    BitSet used = new BitSet();
    inputs.forEach(input -> used.or(targets(input)));
    needed.or(used);
    used.stream().forEach(object -> conflicts.add(object, needed));
  }

  /** The largest first, so that each finds a place that is large enough. */
  private Map<Value, Value> share() {
    List<Integer> bySize =
        IntStream.range(0, objects.size())
            .filter(object -> !alone.get(object))
            .boxed()
            .sorted(Comparator.comparingInt(object -> -bytes(objects.get(object))))
            .toList();
    Map<Value, Value> places = new HashMap<>();
    conflicts
        .places(bySize)
        .forEach((object, owner) -> places.put(objects.get(object), objects.get(owner)));
    return places;
  }
}
