package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which registers hold values that are still needed, at the end of each block. */
final class Liveness {
  private final Map<Block, BitSet> atEntry = new HashMap<>();
  private final Map<Block, BitSet> atEnd = new HashMap<>();

  private Liveness() {}

  static Liveness of(MachineProgram program) {
    Liveness liveness = new Liveness();
    for (MachineBlock block : program.blocks()) {
      liveness.atEntry.put(block.source(), new BitSet());
      liveness.atEnd.put(block.source(), new BitSet());
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (MachineBlock block : program.blocks().reversed()) {
        changed |= liveness.update(block);
      }
    }
    return liveness;
  }

  private boolean update(MachineBlock block) {
    BitSet live = atEnd(block);
    for (Block successor : successors(block)) {
      live.or(atEntry.getOrDefault(successor, new BitSet()));
    }
    BitSet entry = (BitSet) live.clone();
    for (MachineBlock.Step step : block.code().reversed()) {
      step.operation().definitions().forEach(entry::clear);
      step.operation().uses().forEach(entry::set);
    }
    return !entry.equals(atEntry.put(block.source(), entry));
  }

  private static List<Block> successors(MachineBlock block) {
    return block.source().terminator().successors();
  }

  /** The registers needed after a block; the set is the caller's to change only while it is computed here. */
  BitSet atEnd(MachineBlock block) {
    BitSet live = atEnd.get(block.source());
    if (live == null) {
      throw new IllegalArgumentException(block.source() + " is not of this program");
    }
    return live;
  }
}
