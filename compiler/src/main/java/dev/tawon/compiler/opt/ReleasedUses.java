package dev.tawon.compiler.opt;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses the use of what a program has given back. */
final class ReleasedUses {
  private final Function function;
  private final List<Release> releases = new ArrayList<>();

  /** A call that gives something back, and what leads there. */
  private record Release(Value call, Value thing) {}

  ReleasedUses(Function function) {
    this.function = function;
  }

  /** Remembers that a call gives something back. */
  void release(Thing thing, Value call) {
    if (thing instanceof Thing.Result(Value value, String _)) {
      releases.add(new Release(call, value));
    } else if (thing instanceof Thing.RingDynptr(Value base, int _)) {
      for (Block block : function.reversePostorder()) {
        for (Value value : block.values()) {
          if (value.operation() instanceof Operation.CallHelper data
              && data.name().equals("bpf_dynptr_data")
              && value.input(0) == base) {
            releases.add(new Release(call, value));
          }
        }
      }
    }
  }

  /**
   * Looks behind each release.
   *
   * @throws SourceError at a use there
   */
  void check() {
    releases.forEach(release -> check(release.call(), release.thing()));
  }

  private void check(Value release, Value thing) {
    Set<Value> parts = new HashSet<>(Set.of(thing));
    for (Block block : function.reversePostorder()) {
      for (Value value : block.values()) {
        if (isPart(value) && parts.contains(value.input(0))) {
          parts.add(value);
        }
      }
    }
    Set<Block> seen = new HashSet<>();
    Deque<Block> work = new ArrayDeque<>();
    for (Block block : function.reversePostorder()) {
      int at = block.values().indexOf(release);
      if (at >= 0 && !endsWithin(block, at + 1, release, thing, parts)) {
        work.addAll(block.terminator().successors());
      }
    }
    while (!work.isEmpty()) {
      Block block = work.remove();
      if (seen.add(block) && !endsWithin(block, 0, release, thing, parts)) {
        work.addAll(block.terminator().successors());
      }
    }
  }

  /** Whether the thing is acquired anew in the rest of a block. */
  private static boolean endsWithin(
      Block block, int from, Value release, Value thing, Set<Value> parts) {
    for (Value value : block.values().subList(from, block.values().size())) {
      if (value == thing) {
        return true;
      }
      boolean uses = !isPart(value) && value.inputs().stream().anyMatch(parts::contains);
      if (uses && !(value.operation() instanceof Operation.NullCheck)) {
        throw used(release, value.position());
      }
    }
    if (block.terminator() instanceof Terminator.Branch branch
        && (parts.contains(branch.left()) || parts.contains(branch.right()))) {
      throw used(release, block.end());
    }
    return false;
  }

  private static SourceError used(Value release, Position position) {
    return new SourceError(
        position,
        Rule.GIVEN_BACK,
        "this was given back at line "
            + release.position().line()
            + " and is used here: use it before, or copy what is needed of it");
  }

  private static boolean isPart(Value value) {
    return switch (value.operation()) {
      case Operation.Offset _,
          Operation.PointerAdd _,
          Operation.KernelAddress _,
          Operation.KernelContainer _,
          Operation.KernelNumber _ ->
          true;
      default -> false;
    };
  }
}
