package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.List;

/**
 * Splits the edges that leave a block with other ways out and enter a phi's block with other ways in, so that there is a
 * place for the phi's moves.
 */
public final class CriticalEdges {
  private CriticalEdges() {}

  /** Changes a function in place. */
  public static void split(Function function) {
    for (Block block : function.reversePostorder()) {
      if (block.terminator() instanceof Terminator.Branch branch) {
        Block then = split(function, block, branch.then());
        Block otherwise = split(function, block, branch.otherwise());
        block.retarget(
            new Terminator.Branch(
                branch.condition(), branch.left(), branch.right(), then, otherwise));
      }
    }
  }

  private static Block split(Function function, Block from, Block to) {
    if (to.predecessors().size() == 1 || to.phis().isEmpty()) {
      return to;
    }
    return insert(function, from, to);
  }

  /** Puts a block on an edge, whose begin does not lead there yet. */
  public static Block insert(Function function, Block from, Block to) {
    Block between = function.newBlock();
    int edge = to.predecessors().indexOf(from);
    List<Value> inputs = to.phis().stream().map(phi -> phi.inputs().remove(edge)).toList();
    to.predecessors().remove(edge);
    between.terminate(new Terminator.Jump(to), from.end());
    for (int i = 0; i < inputs.size(); i++) {
      to.phis().get(i).inputs().add(inputs.get(i));
    }
    between.predecessors().add(from);
    return between;
  }
}
