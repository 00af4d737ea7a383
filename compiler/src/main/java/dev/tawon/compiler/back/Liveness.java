package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which registers hold values that are still needed, at the end of each block. */
final class Liveness {
  private final Map<Block, Sets> blocks = new HashMap<>();

  private Liveness() {}

  static Liveness of(MachineProgram program) {
    Liveness liveness = new Liveness();
    List<Sets> backwards = new ArrayList<>();
    for (MachineBlock block : program.blocks().reversed()) {
      Sets sets = new Sets(block);
      liveness.blocks.put(block.source(), sets);
      backwards.add(sets);
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Sets sets : backwards) {
        changed |= liveness.update(sets);
      }
    }
    return liveness;
  }

  private boolean update(Sets sets) {
    for (Block successor : MachineFlow.successors(sets.block)) {
      Sets after = blocks.get(successor);
      if (after != null) {
        sets.atEnd.or(after.atEntry);
      }
    }
    int before = sets.atEntry.cardinality();
    sets.through.clear();
    sets.through.or(sets.atEnd);
    sets.through.andNot(sets.defined);
    sets.atEntry.or(sets.through);
    return sets.atEntry.cardinality() != before;
  }

  /** The registers needed after a block. */
  BitSet atEnd(MachineBlock block) {
    Sets sets = blocks.get(block.source());
    if (sets == null) {
      throw new IllegalArgumentException(block.source() + " is not of this program");
    }
    return sets.atEnd;
  }

  /** A block's registers. Those needed at its entry only ever become more. */
  private static final class Sets {
    final MachineBlock block;

    /** Set somewhere in the block. */
    final BitSet defined = new BitSet();

    /** At first those that are read before they are set. */
    final BitSet atEntry = new BitSet();

    final BitSet atEnd = new BitSet();

    /** Room for one step of the computation. */
    final BitSet through = new BitSet();

    Sets(MachineBlock block) {
      this.block = block;
      for (MachineBlock.Step step : block.code().reversed()) {
        for (int register : step.operation().definitions()) {
          defined.set(register);
          atEntry.clear(register);
        }
        for (int register : step.operation().uses()) {
          atEntry.set(register);
        }
      }
    }
  }
}
