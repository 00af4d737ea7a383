package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.List;

/**
 * Gives a register the value of one of a branch's two ways before the branch, where the other way sets it again or does not read it:
 * {@code r = 1; if (…) r = 2} takes no jump, {@code if (…) r = 2 else r = 1} does.
 */
final class ConstantHoisting {
  private ConstantHoisting() {}

  static void run(MachineProgram program) {
    boolean changed = true;
    while (changed) {
      changed = false;
      MachineFlow flow = MachineFlow.of(program);
      for (MachineBlock block : program.blocks()) {
        if (hoist(program, flow, block)) {
          changed = true;
          break;
        }
      }
    }
  }

  private static boolean hoist(MachineProgram program, MachineFlow flow, MachineBlock block) {
    List<Block> ends = MachineFlow.successors(block);
    if (ends.size() != 2 || ends.getFirst().equals(ends.getLast())) {
      return false;
    }
    for (int way = 1; way >= 0; way--) {
      Block only = ends.get(way);
      Block other = ends.get(1 - way);
      MachineBlock target = flow.block(only);
      if (flow.entries(only) != 1
          || target.code().size() != 2
          || !(target.code().getFirst().operation()
              instanceof MachineOperation.Constant(int register, long _))
          || !(target.code().getLast().operation() instanceof MachineOperation.Jump jump)
          || jump.target() == only
          || flow.liveAtEntry(other).get(register)
          || block.code().getLast().operation().uses().contains(register)) {
        continue;
      }
      MachineBlock.Step end = block.code().removeLast();
      block.code().add(target.code().getFirst());
      block
          .code()
          .add(
              new MachineBlock.Step(
                  MachineFlow.withEnds(
                      end.operation(),
                      way == 0 ? jump.target() : ends.getFirst(),
                      way == 1 ? jump.target() : ends.getLast()),
                  end.position()));
      program.blocks().remove(target);
      return true;
    }
    return false;
  }
}
