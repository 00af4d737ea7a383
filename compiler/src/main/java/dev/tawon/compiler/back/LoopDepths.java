package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many loops each block is in. */
final class LoopDepths {
  private final Map<Block, Integer> depths = new HashMap<>();

  private LoopDepths() {}

  /**
   * Looks for loops.
   *
   * @param order the function's blocks in reverse postorder, so that an edge that does not go forward closes a loop
   */
  static LoopDepths of(List<Block> order) {
    LoopDepths depths = new LoopDepths();
    Map<Block, Integer> ranks = new HashMap<>();
    order.forEach(block -> ranks.put(block, ranks.size()));
    for (Block block : order) {
      for (Block successor : block.terminator().successors()) {
        if (ranks.getOrDefault(successor, -1) <= ranks.getOrDefault(block, -1)) {
          depths.addLoop(successor, block);
        }
      }
    }
    return depths;
  }

  private void addLoop(Block header, Block latch) {
    Set<Block> body = new HashSet<>(List.of(header));
    Deque<Block> work = new ArrayDeque<>(List.of(latch));
    while (!work.isEmpty()) {
      Block block = work.remove();
      if (body.add(block)) {
        work.addAll(block.predecessors());
      }
    }
    body.forEach(block -> depths.merge(block, 1, Integer::sum));
  }

  int of(Block block) {
    return depths.getOrDefault(block, 0);
  }
}
