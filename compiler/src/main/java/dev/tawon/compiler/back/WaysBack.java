package dev.tawon.compiler.back;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ways that close loops, for whoever goes through the code depth first, as the verifier does ({@code check_cfg} of {@code
 * kernel/bpf/verifier.c}). Of the code, not of the graph: loops that are asked at their end begin elsewhere there.
 */
final class WaysBack {
  private final Map<Block, Set<Block>> ways = new HashMap<>();

  private WaysBack() {}

  /** All ways back. */
  static WaysBack of(MachineProgram program) {
    Map<Block, List<Block>> successors = new HashMap<>();
    for (MachineBlock block : program.blocks()) {
      successors.put(block.source(), MachineFlow.successors(block));
    }
    WaysBack back = new WaysBack();
    back.search(program.blocks().getFirst().source(), successors);
    return back;
  }

  /**
   * The ways back that have to be jumps, of a program whose blocks are in their last order: all of them before Linux 6.8 ({@code
   * loop_ok} of {@code push_insn}), and none since.
   */
  static WaysBack toBeJumps(MachineProgram program, Target target) {
    WaysBack back = new WaysBack();
    if (target.isAtLeast(6, 8)) {
      return back;
    }
    Map<Block, List<Block>> successors = new HashMap<>();
    List<MachineBlock> blocks = program.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      List<Block> ends = new ArrayList<>(MachineFlow.successors(blocks.get(i)));
      Block next = i + 1 < blocks.size() ? blocks.get(i + 1).source() : null;
      if (next != null && ends.remove(next)) {
        ends.addFirst(next); // the verifier falls through first
      }
      successors.put(blocks.get(i).source(), ends);
    }
    back.search(blocks.getFirst().source(), successors);
    return back;
  }

  private void search(Block entry, Map<Block, List<Block>> successors) {
    Set<Block> seen = new HashSet<>(Set.of(entry));
    Set<Block> open = new HashSet<>(Set.of(entry));
    Deque<Block> path = new ArrayDeque<>(List.of(entry));
    Map<Block, Iterator<Block>> left = new HashMap<>();
    while (!path.isEmpty()) {
      Block at = path.getLast();
      Iterator<Block> rest =
          left.computeIfAbsent(at, block -> successors.getOrDefault(block, List.of()).iterator());
      if (!rest.hasNext()) {
        open.remove(path.removeLast());
        continue;
      }
      Block next = rest.next();
      if (open.contains(next)) {
        ways.computeIfAbsent(at, _ -> new HashSet<>()).add(next);
      } else if (seen.add(next)) {
        open.add(next);
        path.addLast(next);
      }
    }
  }

  /** Whether the way from a block to another is one. */
  boolean contains(Block from, Block to) {
    return ways.getOrDefault(from, Set.of()).contains(to);
  }
}
