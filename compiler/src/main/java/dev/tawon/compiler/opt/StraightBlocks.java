package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Terminator;
import java.util.HashSet;
import java.util.Set;

/** Makes one block of blocks that always follow each other. */
public final class StraightBlocks {
  private StraightBlocks() {}

  /** Changes a function in place. */
  public static void run(Function function) {
    Set<Block> gone = new HashSet<>();
    for (Block block : function.reversePostorder()) {
      while (!gone.contains(block)
          && block.terminator() instanceof Terminator.Jump(Block next)
          && next != block
          && next.predecessors().size() == 1
          && next.phis().isEmpty()) {
        next.moveEnd(0, block);
        gone.add(next);
      }
    }
  }
}
