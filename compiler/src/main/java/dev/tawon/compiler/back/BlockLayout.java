package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The blocks of a program without those that only go on to another: what went there goes on at once. */
final class BlockLayout {
  private final List<MachineBlock> blocks = new ArrayList<>();
  private final Map<Block, Block> next = new HashMap<>();

  private BlockLayout() {}

  static void run(MachineProgram program) {
    BlockLayout layout = new BlockLayout();
    layout.merge(program.blocks());
    for (MachineBlock block : program.blocks()) {
      if (layout.next.containsKey(block.source())) {
        continue;
      }
      if (block.code().size() == 1
          && block.code().getFirst().operation() instanceof MachineOperation.Jump jump
          && layout.end(jump.target()) != block.source()) {
        layout.next.put(block.source(), jump.target());
      }
    }
    for (MachineBlock block : program.blocks()) {
      if (!layout.next.containsKey(block.source())) {
        block
            .code()
            .replaceAll(
                step -> new MachineBlock.Step(layout.retarget(step.operation()), step.position()));
        layout.blocks.add(block);
      }
    }
    program.blocks().clear();
    program.blocks().addAll(layout.blocks);
    LoopRotation.removeUnreached(program);
  }

  /**
   * Lets one block stand for all that do the same and go on to the same: the last first, so that whole chains become one. The
   * lines of the others are lost.
   */
  private void merge(List<MachineBlock> blocks) {
    boolean changed = true;
    while (changed) {
      changed = false;
      Map<List<MachineOperation>, Block> known = new HashMap<>();
      for (MachineBlock block : blocks) {
        // The first block is where the program begins, with its context in the register of the
        // first argument.
        if (next.containsKey(block.source()) || block.source().predecessors().isEmpty()) {
          continue;
        }
        List<MachineOperation> code =
            block.code().stream().map(step -> retarget(step.operation())).toList();
        Block same = known.putIfAbsent(code, block.source());
        if (same != null) {
          next.put(block.source(), same);
          changed = true;
        }
      }
    }
  }

  private Block end(Block block) {
    Block end = block;
    for (Block target = next.get(end); target != null; target = next.get(end)) {
      end = target;
    }
    return end;
  }

  private MachineOperation retarget(MachineOperation operation) {
    return switch (operation) {
      case MachineOperation.Jump jump -> new MachineOperation.Jump(end(jump.target()));
      case MachineOperation.BranchRegister branch ->
          withEnds(branch, branch.then(), branch.otherwise());
      case MachineOperation.BranchConstant branch ->
          withEnds(branch, branch.then(), branch.otherwise());
      default -> operation;
    };
  }

  /** A branch to where control goes on behind its ends: a jump, where that is one block. */
  private MachineOperation withEnds(MachineOperation branch, Block then, Block otherwise) {
    Block first = end(then);
    Block second = end(otherwise);
    return first == second
        ? new MachineOperation.Jump(first)
        : MachineFlow.withEnds(branch, first, second);
  }
}
