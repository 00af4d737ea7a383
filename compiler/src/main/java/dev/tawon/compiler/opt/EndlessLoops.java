package dev.tawon.compiler.opt;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Terminator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses loops that nothing ends: the kernel's verifier would follow them until it gives up. */
public final class EndlessLoops {
  private EndlessLoops() {}

  /**
   * Checks a function.
   *
   * @throws SourceError at a loop out of which there is no way
   */
  public static void check(Function function) {
    List<Block> blocks = function.reversePostorder();
    Set<Block> ending = new HashSet<>();
    Deque<Block> work = new ArrayDeque<>();
    for (Block block : blocks) {
      if (ends(block) && ending.add(block)) {
        work.add(block);
      }
    }
    while (!work.isEmpty()) {
      for (Block before : work.remove().predecessors()) {
        if (ending.add(before)) {
          work.add(before);
        }
      }
    }
    Set<Block> before = new HashSet<>();
    for (Block block : blocks) {
      boolean repeats = !before.containsAll(block.predecessors());
      before.add(block);
      if (repeats && !ending.contains(block)) {
        throw new SourceError(
            block.values().isEmpty() ? block.end() : block.values().getFirst().position(),
            Rule.UNBOUNDED_LOOP,
            "nothing ends this loop, and a program has an end: give it a bound, as in"
                + " for (int i = 0; i < 100; i++), or let the kernel count: Bpf.loop(n, i -> …)"
                + " since Linux 5.17, for (int i : Bpf.range(0, n)) since 6.4");
      }
    }
  }

  /** A check may end the program too. */
  private static boolean ends(Block block) {
    return switch (block.terminator()) {
      case Terminator.Return _, Terminator.Unreachable _ -> true;
      case Terminator.Jump _, Terminator.Branch _ ->
          block.values().stream().anyMatch(value -> value.operation().mayFail());
    };
  }
}
