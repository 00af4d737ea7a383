package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How control goes between blocks of a program whose registers are allocated, as their code says. */
final class MachineFlow {
  private final Map<Block, MachineBlock> blocks = new HashMap<>();
  private final Map<Block, Integer> entries = new HashMap<>();
  private final Map<Block, BitSet> liveAtEntry = new HashMap<>();

  private MachineFlow() {}

  static MachineFlow of(MachineProgram program) {
    MachineFlow flow = new MachineFlow();
    for (MachineBlock block : program.blocks()) {
      flow.blocks.put(block.source(), block);
      successors(block).forEach(next -> flow.entries.merge(next, 1, Integer::sum));
    }
    flow.computeLiveness(program);
    return flow;
  }

  /** Where a block goes on to. */
  static List<Block> successors(MachineBlock block) {
    List<Block> successors = new ArrayList<>(2);
    if (!block.code().isEmpty()) {
      switch (block.code().getLast().operation()) {
        case MachineOperation.Jump jump -> successors.add(jump.target());
        case MachineOperation.BranchRegister branch -> {
          successors.add(branch.then());
          successors.add(branch.otherwise());
        }
        case MachineOperation.BranchConstant branch -> {
          successors.add(branch.then());
          successors.add(branch.otherwise());
        }
        default -> {}
      }
    }
    return successors;
  }

  /** The same branch with other ends. */
  static MachineOperation withEnds(MachineOperation branch, Block then, Block otherwise) {
    return switch (branch) {
      case MachineOperation.BranchRegister of ->
          new MachineOperation.BranchRegister(
              of.condition(), of.wide(), of.left(), of.right(), then, otherwise);
      case MachineOperation.BranchConstant of ->
          new MachineOperation.BranchConstant(
              of.condition(), of.wide(), of.left(), of.right(), then, otherwise);
      default -> throw new IllegalArgumentException(branch + " is no branch");
    };
  }

  MachineBlock block(Block source) {
    MachineBlock block = blocks.get(source);
    if (block == null) {
      throw new IllegalArgumentException(source + " is not of this program");
    }
    return block;
  }

  /** How many edges lead to a block. */
  int entries(Block block) {
    return entries.getOrDefault(block, 0);
  }

  /** The registers that a block reads before it sets them, or those behind it do. */
  BitSet liveAtEntry(Block block) {
    return liveAtEntry.getOrDefault(block, new BitSet());
  }

  private void computeLiveness(MachineProgram program) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (MachineBlock block : program.blocks().reversed()) {
        BitSet live = new BitSet();
        successors(block).forEach(next -> live.or(liveAtEntry(next)));
        for (MachineBlock.Step step : block.code().reversed()) {
          step.operation().definitions().forEach(live::clear);
          step.operation().uses().forEach(live::set);
        }
        changed |= !live.equals(liveAtEntry.put(block.source(), live));
      }
    }
  }
}
