package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes blocks that nothing leads to any more out of what they lead to. */
final class Unreached {
  private Unreached() {}

  /**
   * Changes a function in place.
   *
   * @param before the blocks that were reached before its branches changed
   */
  static void remove(Function function, List<Block> before) {
    Set<Block> reached = new HashSet<>(function.reversePostorder());
    for (Block block : before) {
      if (!reached.contains(block)) {
        for (Block successor : block.terminator().successors()) {
          if (reached.contains(successor) && successor.predecessors().contains(block)) {
            leave(block, successor);
          }
        }
      }
    }
  }

  /** Removes an edge from the block that it leads to. */
  static void leave(Block from, Block to) {
    int edge = to.predecessors().indexOf(from);
    to.predecessors().remove(edge);
    to.phis().forEach(phi -> phi.inputs().remove(edge));
  }
}
