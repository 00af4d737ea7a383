package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.opt.Dominators;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the blocks that are reached only on kernels that have, or have not, what the program asks for, as {@code Kernel.hasField}
 * does. The answer is in the code when it is loaded: the verifier of another kernel does not look at them.
 */
final class KernelChoices {
  private KernelChoices() {}

  /** Those of a function whose critical edges are split. */
  static Set<Block> of(List<Block> order) {
    List<Block> begins =
        order.stream()
            .filter(block ->
                block.terminator() instanceof Terminator.Branch branch
                    && (isAnswer(branch.left()) || isAnswer(branch.right())))
            .flatMap(block -> block.terminator().successors().stream())
            .filter(block -> block.predecessors().size() == 1)
            .toList();
    if (begins.isEmpty()) {
      return Set.of();
    }
    Dominators dominators = Dominators.of(order);
    Set<Block> chosen = new HashSet<>();
    for (Block block : order) {
      if (begins.stream().anyMatch(begin -> dominators.dominates(begin, block))) {
        chosen.add(block);
      }
    }
    return chosen;
  }

  private static boolean isAnswer(Value value) {
    return value.operation() instanceof Operation.KernelAnswer;
  }
}
