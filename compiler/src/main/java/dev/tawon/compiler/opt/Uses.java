package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Where a value is used. */
final class Uses {
  private static final int END = Integer.MAX_VALUE - 1;
  private static final int EDGE = Integer.MAX_VALUE;

  private Uses() {}

  /**
   * One place.
   *
   * @param block the block; that of a phi's input is the one from which control comes with it
   * @param index among the block's values, or behind all of them
   */
  record Use(Block block, int index) {
    /** Whether it is in how control leaves the block. */
    boolean isAtEnd() {
      return index == END;
    }
  }

  /**
   * All places.
   *
   * @param order the blocks that are looked at
   */
  static List<Use> of(List<Block> order, Value value) {
    List<Use> uses = new ArrayList<>();
    for (Block block : order) {
      for (Value phi : block.phis()) {
        for (int i = 0; i < phi.inputs().size(); i++) {
          if (phi.input(i) == value) {
            uses.add(new Use(block.predecessors().get(i), EDGE));
          }
        }
      }
      for (int i = 0; i < block.values().size(); i++) {
        if (block.values().get(i).inputs().stream().anyMatch(input -> input.resolved() == value)) {
          uses.add(new Use(block, i));
        }
      }
      if (block.terminator().inputs().stream().anyMatch(input -> input.resolved() == value)) {
        uses.add(new Use(block, END));
      }
    }
    return uses;
  }
}
