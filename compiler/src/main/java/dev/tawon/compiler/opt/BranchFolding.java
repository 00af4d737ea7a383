package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Terminator;
import java.util.List;

/** Removes branches that always go one way, by what is known of the numbers that they compare. */
public final class BranchFolding {
  private BranchFolding() {}

  /** Changes a function in place. */
  public static void run(Function function) {
    List<Block> before = function.reversePostorder();
    Ranges ranges = Ranges.of(function);
    boolean any = false;
    for (Block block : before) {
      if (block.terminator() instanceof Terminator.Branch branch
          && branch.then() != branch.otherwise()) {
        Boolean holds = ranges.decide(branch.condition(), branch.left(), branch.right());
        if (holds != null) {
          block.retarget(new Terminator.Jump(holds ? branch.then() : branch.otherwise()));
          Unreached.leave(block, holds ? branch.otherwise() : branch.then());
          any = true;
        }
      }
    }
    if (any) {
      Unreached.remove(function, before);
      Simplification.run(function);
    }
  }
}
