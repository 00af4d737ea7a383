package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a register the value of one of a branch's two ways before the branch, where the other way sets it again or does not read it:
 * {@code r = 1; if (…) r = 2} takes no jump, {@code if (…) r = 2 else r = 1} does.
 */
final class ConstantHoisting {
  private ConstantHoisting() {}

  /** Of a program whose registers are allocated. */
  static void run(MachineProgram program) {
    run(program, false);
  }

  /**
   * Where both ways give a register constants, before registers are allocated: later it may turn out to be the one that is
   * compared.
   */
  static void ofChoices(MachineProgram program) {
    run(program, true);
  }

  private static void run(MachineProgram program, boolean choices) {
    boolean changed = true;
    while (changed) {
      changed = false;
      MachineFlow flow = MachineFlow.of(program);
      Set<MachineBlock> gone = Collections.newSetFromMap(new IdentityHashMap<>());
      // What is known of liveness stays true: a constant reads nothing, and what is set earlier is
      // needed on fewer ways.
      for (MachineBlock block : program.blocks()) {
        if (!gone.contains(block)) {
          MachineBlock hoisted = hoist(flow, block, choices);
          if (hoisted != null) {
            gone.add(hoisted);
          }
        }
      }
      changed = !gone.isEmpty();
      program.blocks().removeIf(gone::contains);
    }
  }

  /** Hoists out of a block that is not needed any more then, or null. */
  private static @Nullable MachineBlock hoist(
      MachineFlow flow, MachineBlock block, boolean choices) {
    List<Block> ends = MachineFlow.successors(block);
    if (ends.size() != 2 || ends.getFirst().equals(ends.getLast())) {
      return null;
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
          || choices && !beginsWithConstant(flow.block(other), register)
          || isCompared(block, register) && (choices || !yields(flow, block, register))) {
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
      return target;
    }
    return null;
  }

  private static boolean beginsWithConstant(MachineBlock block, int register) {
    return block.code().getFirst().operation() instanceof MachineOperation.Constant(int set, long _)
        && set == register;
  }

  private static boolean isCompared(MachineBlock block, int register) {
    return block.code().getLast().operation().uses().contains(register);
  }

  /**
   * Computes what a block compares in another register, if all of it is done at the block's end and for that alone.
   *
   * @param register one that is not needed on either way
   * @return whether it is in another register now
   */
  private static boolean yields(MachineFlow flow, MachineBlock block, int register) {
    List<MachineBlock.Step> code = block.code();
    BitSet taken = new BitSet();
    MachineFlow.successors(block).forEach(next -> taken.or(flow.liveAtEntry(next)));
    if (taken.get(register)) {
      return false;
    }
    for (int begin = code.size() - 1; begin >= 0; begin--) {
      MachineOperation operation = code.get(begin).operation();
      operation.uses().forEach(taken::set);
      operation.definitions().forEach(taken::set);
      if (operation.definitions().contains(register)) {
        int other = taken.nextClearBit(0);
        if (operation.definitions().size() > 1 || other >= Registers.FIRST_KEPT) {
          return false;
        }
        if (!operation.uses().contains(register)) {
          for (int i = begin; i < code.size(); i++) {
            MachineBlock.Step step = code.get(i);
            code.set(
                i,
                new MachineBlock.Step(
                    step.operation().map(at -> at == register ? other : at), step.position()));
          }
          return true;
        }
      }
    }
    return false;
  }
}
