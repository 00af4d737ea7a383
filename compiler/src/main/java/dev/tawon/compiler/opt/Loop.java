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
 * A loop: blocks that control comes to by one of them alone, and goes back to.
 *
 * @param header where it is entered
 * @param latches from where it goes back
 * @param blocks all of its blocks, the header first
 */
public record Loop(Block header, List<Block> latches, Set<Block> blocks) {

  /**
   * The loops of a function, those within others first.
   *
   * @param order its blocks in reverse postorder
   */
  public static List<Loop> of(List<Block> order) {
    Map<Block, Integer> ranks = new HashMap<>();
    order.forEach(block -> ranks.put(block, ranks.size()));
    Dominators dominators = null;
    List<Loop> loops = new ArrayList<>();
    for (Block header : order) {
      List<Block> latches = new ArrayList<>();
      for (Block from : header.predecessors()) {
        if (ranks.getOrDefault(from, -1) >= ranks.getOrDefault(header, -1)) {
          dominators = dominators == null ? Dominators.of(order) : dominators;
          if (dominators.dominates(header, from)) {
            latches.add(from);
          }
        }
      }
      if (!latches.isEmpty()) {
        loops.add(new Loop(header, latches, body(header, latches)));
      }
    }
    loops.sort((left, right) -> Integer.compare(left.blocks.size(), right.blocks.size()));
    return loops;
  }

  /** Those with one way in and one way back. */
  static List<Loop> simple(List<Block> order) {
    List<Loop> loops = of(order);
    loops.removeIf(loop -> loop.latches.size() != 1 || loop.header.predecessors().size() != 2);
    return loops;
  }

  private static Set<Block> body(Block header, List<Block> latches) {
    Set<Block> body = new LinkedHashSet<>(List.of(header));
    Deque<Block> work = new ArrayDeque<>(latches);
    while (!work.isEmpty()) {
      Block block = work.remove();
      if (body.add(block)) {
        work.addAll(block.predecessors());
      }
    }
    return body;
  }

  /** From where it is entered. */
  public List<Block> entries() {
    return header.predecessors().stream().filter(from -> !blocks.contains(from)).toList();
  }

  /** From where a simple one goes back. */
  Block latch() {
    return latches.getFirst();
  }

  /** Which of a simple one's header's predecessors is the latch. */
  int back() {
    return header.predecessors().indexOf(latch());
  }
}
