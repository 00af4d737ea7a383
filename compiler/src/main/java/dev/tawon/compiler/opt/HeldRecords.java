package dev.tawon.compiler.opt;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is acquired and not given back, at each fault and at each end: ring-buffer records that are neither submitted nor
 * discarded, sockets, what functions of the kernel acquire, locks, sections, and iterations.
 *
 * <p>The verifier refuses a program that ends with one. A fault gives it back; a path of the source that forgets it is an
 * error, and so is the use of what was given back.
 */
public final class HeldRecords {
  /** As many as there are registers that calls leave alone. */
  private static final int MOST = 4;

  private final Map<Block, Entry> entries = new HashMap<>();
  private final Map<Value, List<Held>> atCheck = new HashMap<>();
  private final Map<Thing, Position> acquired = new HashMap<>();
  private final KernelPointers pointers;
  private final ReleasedUses released;

  /** How a block was reached first: from where, and with what held. */
  private record Entry(Block from, Map<Thing, Status> held) {}

  /** What is known of a thing that is acquired. */
  private enum Status {
    /** The attempt to acquire it failed. */
    NULL,
    /** Whether it was acquired has not been asked yet. */
    MAYBE,
    /** It is held. */
    HELD
  }

  /**
   * What a fault has to give back.
   *
   * @param thing what
   * @param mayBeNull whether it is only to be given back if it is not null
   */
  public record Held(Thing thing, boolean mayBeNull) {}

  private HeldRecords(Function function) {
    pointers = KernelPointers.of(function);
    released = new ReleasedUses(function);
  }

  /**
   * Looks at a function.
   *
   * @throws SourceError if a path ends with something held, or paths meet of which only one holds it
   */
  public static HeldRecords of(Function function) {
    HeldRecords records = new HeldRecords(function);
    records.entries.put(function.entry(), new Entry(function.entry(), Map.of()));
    // A block comes after all its predecessors but those of back edges, whose state must be one
    // that fits what is known already.
    List<Block> order = function.reversePostorder();
    Map<Block, Integer> places = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      places.put(order.get(i), i);
    }
    for (Block block : order) {
      records.visit(block, places);
    }
    records.released.check();
    return records;
  }

  /** What a fault at a check must give back, in this order: what was acquired last comes first. */
  public List<Held> at(Value check) {
    return atCheck.getOrDefault(check, List.of());
  }

  private void visit(Block block, Map<Block, Integer> places) {
    Map<Thing, Status> held = new LinkedHashMap<>(heldAtEntry(block));
    for (Value value : block.values()) {
      visit(value, held);
    }
    switch (block.terminator()) {
      case Terminator.Return _ ->
          held.forEach((thing, status) -> {
            if (status != Status.NULL) {
              throw kept(thing, lastOfPath(block));
            }
          });
      case Terminator.Branch branch -> {
        flow(block, branch.then(), afterBranch(held, branch, true), places);
        flow(block, branch.otherwise(), afterBranch(held, branch, false), places);
      }
      case Terminator.Jump jump -> flow(block, jump.target(), held, places);
      case Terminator.Unreachable _ -> {}
    }
  }

  private void visit(Value value, Map<Thing, Status> held) {
    switch (value.operation()) {
      case Operation.NullCheck _ -> {
        Thing thing = Thing.of(value.input(0));
        if (thing == null) {
          check(value, held);
        } else {
          Map<Thing, Status> others = new LinkedHashMap<>(held);
          others.remove(thing);
          check(value, others);
          if (held.get(thing) != null) {
            held.put(thing, Status.HELD);
          }
        }
        return;
      }
      case Operation.BoundsCheck _,
          Operation.Fault _,
          Operation.Abort _,
          Operation.CalleeCheck _ -> {
        check(value, held);
        return;
      }
      default -> {}
    }
    Thing given = Thing.releasedBy(value);
    if (given != null) {
      if (held.remove(given) == null) {
        throw new SourceError(value.position(), Rule.NOT_HELD, given.notHeld());
      }
      released.release(given, value);
      return;
    }
    if (isCall(value)) {
      requireNoLock(value, held);
    }
    Thing taken = Thing.acquiredBy(value);
    if (taken != null) {
      if (held.containsKey(taken) && held.get(taken) != Status.NULL && !taken.isResult()) {
        throw new SourceError(value.position(), Rule.NOT_RELEASED, taken.heldAlready(line(taken)));
      }
      acquired.putIfAbsent(taken, value.position());
      held.put(taken, taken.isResult() ? Status.MAYBE : Status.HELD);
    }
  }

  /** Whether the machine makes a call of an operation. */
  private boolean isCall(Value value) {
    return switch (value.operation()) {
      case Operation.CallHelper _,
          Operation.CallFunction _,
          Operation.CallSubprogram _,
          Operation.KernelCast _,
          Operation.IteratorNew _,
          Operation.IteratorNext _,
          Operation.IteratorDestroy _ ->
          true;
      case Operation.KernelLoad _ -> !pointers.isTyped(value.input(0));
      default -> false;
    };
  }

  private void requireNoLock(Value call, Map<Thing, Status> held) {
    Thing taken = Thing.acquiredBy(call);
    for (Thing thing : held.keySet()) {
      if (thing.isLock()) {
        throw new SourceError(
            call.position(),
            Rule.LOCKED_CALL,
            taken != null && taken.isLock()
                ? "a lock is held since line "
                    + line(thing)
                    + ", and the kernel lets a program hold one at a time: unlock it first"
                : "this calls the kernel while the lock that was taken at line "
                    + line(thing)
                    + " is held: get what is needed before lock, and do the rest behind unlock");
      }
    }
  }

  private int line(Thing thing) {
    Position position = acquired.get(thing);
    return position == null ? 0 : position.line();
  }

  /** A fault keeps what it has to give back in registers that calls leave alone. */
  private void check(Value check, Map<Thing, Status> held) {
    List<Held> back = new ArrayList<>();
    held.forEach((thing, status) -> {
      if (status != Status.NULL) {
        back.addFirst(new Held(thing, status == Status.MAYBE));
      }
    });
    if (back.stream().filter(each -> each.thing().isInRegister()).count() > MOST) {
      Position last = acquired.get(back.getFirst().thing());
      throw new SourceError(
          last == null ? check.position() : last,
          Rule.TOO_MANY_HELD,
          "not supported in a program: more than "
              + MOST
              + " records or objects of the kernel that are held at once; give one back first");
    }
    atCheck.put(check, back);
  }

  /** What is acquired is held where it is known not to be null. */
  private static Map<Thing, Status> afterBranch(
      Map<Thing, Status> held, Terminator.Branch branch, boolean holds) {
    Thing thing = Thing.of(branch.left());
    if (thing == null
        || !held.containsKey(thing)
        || !(branch.right().operation() instanceof Operation.Null)) {
      return held;
    }
    Map<Thing, Status> after = new LinkedHashMap<>(held);
    after.put(thing, (branch.condition() == JumpCondition.NE) == holds ? Status.HELD : Status.NULL);
    return after;
  }

  private Map<Thing, Status> heldAtEntry(Block block) {
    Entry entry = entries.get(block);
    return entry == null ? Map.of() : entry.held();
  }

  private void flow(Block from, Block to, Map<Thing, Status> held, Map<Block, Integer> places) {
    Entry first = entries.get(to);
    if (first == null) {
      entries.put(to, new Entry(from, new LinkedHashMap<>(held)));
      return;
    }
    Map<Thing, Status> both = new LinkedHashMap<>();
    for (Thing thing : union(first.held(), held)) {
      Status meeting = meet(first.held().get(thing), held.get(thing));
      if (meeting == null && isHeld(first.held().get(thing), held.get(thing))) {
        throw onOneWay(thing, from, to, first, held);
      }
      if (meeting != null) {
        both.put(thing, meeting);
      }
    }
    boolean visited = places.getOrDefault(from, 0) >= places.getOrDefault(to, 0);
    if (!visited) {
      boolean firstHolds = first.held().values().stream().anyMatch(each -> isHeld(each, null));
      entries.put(to, new Entry(firstHolds ? first.from() : from, both));
    } else if (!both.equals(first.held())) {
      for (Thing thing : union(first.held(), both)) {
        // What is null in the loop's first round and acquired in a later one, or the other way
        // round.
        if (both.get(thing) != first.held().get(thing) && isHeld(both.get(thing), null)) {
          throw onOneWay(thing, from, to, first, held);
        }
      }
    }
  }

  /** All the returns of a method meet in one block: the one before it that keeps something. */
  private Block lastOfPath(Block block) {
    Entry entry = entries.get(block);
    return entry == null || block.predecessors().size() < 2 ? block : entry.from();
  }

  private static List<Thing> union(Map<Thing, Status> left, Map<Thing, Status> right) {
    List<Thing> union = new ArrayList<>(left.keySet());
    right.keySet().stream().filter(thing -> !left.containsKey(thing)).forEach(union::add);
    return union;
  }

  private static boolean isHeld(@Nullable Status left, @Nullable Status right) {
    return (left != null && left != Status.NULL) || (right != null && right != Status.NULL);
  }

  /** What is known where two ways meet; null if it is not held, or held on one of them alone. */
  private static @Nullable Status meet(@Nullable Status left, @Nullable Status right) {
    if (left == right) {
      return left;
    }
    return left == null || right == null ? null : Status.MAYBE;
  }

  private SourceError onOneWay(
      Thing thing, Block from, Block to, Entry first, Map<Thing, Status> held) {
    if (to.terminator() instanceof Terminator.Return) {
      // All the returns of a method meet in one block: the one that keeps it is at fault.
      return kept(thing, isHeld(held.get(thing), null) ? from : first.from());
    }
    return new SourceError(from.end(), Rule.NOT_RELEASED, thing.onOneWay(line(thing)));
  }

  private SourceError kept(Thing thing, Block last) {
    return new SourceError(last.end(), Rule.NOT_RELEASED, thing.kept(line(thing)));
  }
}
