package dev.tawon.compiler.opt;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is acquired and not given back, at each fault and at each end: ring-buffer records that are neither submitted nor
 * discarded, sockets, and what functions of the kernel acquire.
 *
 * <p>The verifier refuses a program that ends with one. A fault gives it back; a path of the source that forgets it is an
 * error.
 */
public final class HeldRecords {
  /** As many as there are registers that calls leave alone. */
  private static final int MOST = 4;

  /** The helper that gives a ring's record back. */
  public static final String DISCARD = "bpf_ringbuf_discard";

  /** The helper that gives a socket back. */
  public static final String SK_RELEASE = "bpf_sk_release";

  private final Map<Block, Entry> entries = new HashMap<>();
  private final Map<Value, List<Value>> atCheck = new HashMap<>();

  /** How a block was reached first: from where, and with which records held. */
  private record Entry(Block from, Set<Value> held) {}

  private HeldRecords() {}

  /**
   * Looks at a function.
   *
   * @throws SourceError if a path ends with a record held, or paths meet of which only one holds it
   */
  public static HeldRecords of(Function function) {
    HeldRecords records = new HeldRecords();
    records.entries.put(function.entry(), new Entry(function.entry(), Set.of()));
    // A block comes after all its predecessors but those of back edges, whose state must be the one
    // that is known already.
    for (Block block : function.reversePostorder()) {
      records.visit(block);
    }
    return records;
  }

  /** The records that a fault at a check must give back. */
  public List<Value> at(Value check) {
    return atCheck.getOrDefault(check, List.of());
  }

  private void visit(Block block) {
    Set<Value> held = new LinkedHashSet<>(heldAtEntry(block));
    for (Value value : block.values()) {
      switch (value.operation()) {
        case Operation.NullCheck _ -> {
          check(value, held);
          if (isReservation(value.input(0))) {
            held.add(value.input(0));
          }
        }
        case Operation.BoundsCheck _,
            Operation.Fault _,
            Operation.Abort _,
            Operation.CalleeCheck _ ->
            check(value, held);
        case Operation.CallSubprogram(Function called) when called.mayFail() ->
            value.inputs().stream()
                .filter(input -> isReservation(input) && !held.contains(input))
                .findFirst()
                .ifPresent(input -> {
                  throw new SourceError(
                      value.position(),
                      Rule.NOT_RELEASED,
                      "this is passed on before it is known whether it is null");
                });
        case Operation.CallHelper call -> {
          if ((isCall(call, "bpf_ringbuf_submit") || isCall(call, DISCARD))
              && !held.remove(value.input(0))) {
            throw new SourceError(
                value.position(),
                Rule.NOT_HELD,
                "this record is not reserved here: each is submitted or discarded once");
          }
          if (isCall(call, SK_RELEASE) && !held.remove(value.input(0))) {
            throw notAcquired(value);
          }
        }
        case Operation.CallFunction call -> {
          if (call.releases() && !held.remove(value.input(0))) {
            throw notAcquired(value);
          }
        }
        default -> {}
      }
    }
    switch (block.terminator()) {
      case Terminator.Return _ -> {
        if (!held.isEmpty()) {
          throw kept(held.iterator().next(), block);
        }
      }
      case Terminator.Branch branch -> {
        flow(block, branch.then(), afterBranch(held, branch, true));
        flow(block, branch.otherwise(), afterBranch(held, branch, false));
      }
      case Terminator.Jump jump -> flow(block, jump.target(), held);
      case Terminator.Unreachable _ -> {}
    }
  }

  /** A fault keeps what it has to give back in registers that calls leave alone. */
  private void check(Value check, Set<Value> held) {
    if (held.size() > MOST) {
      throw new SourceError(
          List.copyOf(held).getLast().position(),
          Rule.TOO_MANY_HELD,
          "not supported in a program: more than "
              + MOST
              + " records or objects of the kernel that are held at once; give one back first");
    }
    atCheck.put(check, List.copyOf(held));
  }

  /** A reservation is held where it is known not to be null. */
  private static Set<Value> afterBranch(Set<Value> held, Terminator.Branch branch, boolean holds) {
    if (!isReservation(branch.left()) || !(branch.right().operation() instanceof Operation.Null)) {
      return held;
    }
    Set<Value> after = new LinkedHashSet<>(held);
    if ((branch.condition() == JumpCondition.NE) == holds) {
      after.add(branch.left());
    } else {
      after.remove(branch.left());
    }
    return after;
  }

  private Set<Value> heldAtEntry(Block block) {
    Entry entry = entries.get(block);
    return entry == null ? Set.of() : entry.held();
  }

  private void flow(Block from, Block to, Set<Value> held) {
    Entry first = entries.putIfAbsent(to, new Entry(from, Set.copyOf(held)));
    if (first == null || first.held().equals(held)) {
      return;
    }
    if (to.terminator() instanceof Terminator.Return) {
      // All the returns of a method meet in one block: the one that keeps a record is at fault.
      Entry keeper = held.isEmpty() ? first : new Entry(from, held);
      throw kept(keeper.held().iterator().next(), keeper.from());
    }
    Set<Value> either = new LinkedHashSet<>(held);
    either.addAll(first.held());
    Value acquired = either.iterator().next();
    if (!release(acquired).equals(DISCARD)) {
      throw new SourceError(
          from.end(),
          Rule.NOT_RELEASED,
          "what was acquired at line "
              + acquired.position().line()
              + " is released on one of the paths that meet here and not on the other: call "
              + release(acquired)
              + " before they do");
    }
    throw new SourceError(
        from.end(),
        Rule.NOT_RELEASED,
        "a record is reserved on one of the paths that meet here and not on the other:"
            + " submit or discard it before they do");
  }

  private static SourceError kept(Value record, Block last) {
    if (!release(record).equals(DISCARD)) {
      return new SourceError(
          last.end(),
          Rule.NOT_RELEASED,
          "what was acquired at line "
              + record.position().line()
              + " is not released on this path: call "
              + release(record));
    }
    return new SourceError(
        last.end(),
        Rule.NOT_RELEASED,
        "the record reserved at line "
            + record.position().line()
            + " is neither submitted nor discarded on this path");
  }

  private static SourceError notAcquired(Value release) {
    return new SourceError(
        release.position(),
        Rule.NOT_HELD,
        "this is not acquired here: what is acquired is released once");
  }

  private static boolean isReservation(Value value) {
    return !release(value).isEmpty();
  }

  /** The function that gives back what a call acquires; empty if it acquires nothing. */
  public static String release(Value value) {
    return switch (value.operation()) {
      case Operation.CallHelper call ->
          switch (call.name()) {
            case "bpf_ringbuf_reserve" -> DISCARD;
            case "bpf_sk_lookup_tcp", "bpf_sk_lookup_udp", "bpf_skc_lookup_tcp" -> SK_RELEASE;
            default -> "";
          };
      case Operation.CallFunction call -> call.release();
      default -> "";
    };
  }

  private static boolean isCall(Operation.CallHelper call, String name) {
    return call.name().equals(name);
  }
}
