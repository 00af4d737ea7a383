package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which blocks every path to a block goes through.
 *
 * <p>K. Cooper, T. Harvey, K. Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
 */
public final class Dominators {
  private final Map<Block, Block> immediate = new HashMap<>();
  private final Map<Block, List<Block>> children = new HashMap<>();
  private final Map<Block, Integer> ranks = new HashMap<>();

  private Dominators() {}

  static Dominators of(Function function) {
    return of(function.reversePostorder());
  }

  /** The same of a function whose blocks are at hand in reverse postorder. */
  public static Dominators of(List<Block> order) {
    Dominators dominators = new Dominators();
    for (int i = 0; i < order.size(); i++) {
      dominators.ranks.put(order.get(i), i);
    }
    dominators.immediate.put(order.getFirst(), order.getFirst());
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order.subList(1, order.size())) {
        Block found = null;
        for (Block predecessor : block.predecessors()) {
          if (dominators.immediate.containsKey(predecessor)) {
            found = found == null ? predecessor : dominators.intersect(predecessor, found);
          }
        }
        if (found != null && dominators.immediate.put(block, found) != found) {
          changed = true;
        }
      }
    }
    for (Block block : order.subList(1, order.size())) {
      dominators
          .children
          .computeIfAbsent(dominators.immediate.get(block), _ -> new ArrayList<>())
          .add(block);
    }
    return dominators;
  }

  private Block intersect(Block first, Block second) {
    Block a = first;
    Block b = second;
    while (a != b) {
      while (rank(a) > rank(b)) {
        a = idom(a);
      }
      while (rank(b) > rank(a)) {
        b = idom(b);
      }
    }
    return a;
  }

  private int rank(Block block) {
    Integer rank = ranks.get(block);
    if (rank == null) {
      throw new IllegalArgumentException(block + " is not reached");
    }
    return rank;
  }

  private Block idom(Block block) {
    Block dominator = immediate.get(block);
    if (dominator == null) {
      throw new IllegalStateException(block + " has no dominator yet");
    }
    return dominator;
  }

  /** Whether every path to a block goes through another, or is that one. */
  public boolean dominates(Block dominator, Block block) {
    Block at = block;
    while (at != dominator && rank(at) > rank(dominator)) {
      at = idom(at);
    }
    return at == dominator;
  }

  /** The blocks that a block dominates immediately. */
  List<Block> children(Block block) {
    return children.getOrDefault(block, List.of());
  }
}
