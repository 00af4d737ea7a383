package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A loop with one way in and one way back.
 *
 * @param header where it is entered
 * @param latch from where it goes back
 * @param blocks all of its blocks, the header first
 */
record Loop(Block header, Block latch, Set<Block> blocks) {

  /** The loops of a function, those within others first. Loops with several ways back, and what is no loop, are left out. */
  static List<Loop> of(List<Block> order) {
    Map<Block, Integer> ranks = new HashMap<>();
    order.forEach(block -> ranks.put(block, ranks.size()));
    Dominators dominators = null;
    List<Loop> loops = new ArrayList<>();
    for (Block header : order) {
      List<Block> latches =
          header.predecessors().stream()
              .filter(from -> rank(ranks, from) >= rank(ranks, header))
              .toList();
      if (latches.size() != 1 || header.predecessors().size() != 2) {
        continue;
      }
      if (dominators == null) {
        dominators = Dominators.of(order);
      }
      Block latch = latches.getFirst();
      if (dominators.dominates(header, latch)) {
        loops.add(new Loop(header, latch, body(header, latch)));
      }
    }
    loops.sort((left, right) -> left.blocks.size() - right.blocks.size());
    return loops;
  }

  private static int rank(Map<Block, Integer> ranks, Block block) {
    return ranks.getOrDefault(block, -1);
  }

  private static Set<Block> body(Block header, Block latch) {
    Set<Block> body = new LinkedHashSet<>(List.of(header));
    Deque<Block> work = new ArrayDeque<>(List.of(latch));
    while (!work.isEmpty()) {
      Block block = work.remove();
      if (body.add(block)) {
        work.addAll(block.predecessors());
      }
    }
    return body;
  }

  /** Which of the header's predecessors is the latch. */
  int back() {
    return header.predecessors().indexOf(latch);
  }
}
