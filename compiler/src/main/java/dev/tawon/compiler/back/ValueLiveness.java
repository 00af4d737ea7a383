package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Which values are still needed behind another one of a block. */
final class ValueLiveness {
  private final Map<Block, BitSet> atEnd = new HashMap<>();
  private final Map<Value, Integer> lastUses = new HashMap<>();
  private final Map<Value, Integer> places = new HashMap<>();
  private BitSet here = new BitSet();

  private ValueLiveness() {}

  static ValueLiveness of(Function function) {
    ValueLiveness liveness = new ValueLiveness();
    List<Block> order = function.reversePostorder();
    Map<Block, BitSet> used = new HashMap<>();
    Map<Block, BitSet> made = new HashMap<>();
    for (Block block : order) {
      BitSet reads = new BitSet();
      BitSet makes = new BitSet();
      forEachUse(end(block), value -> reads.set(value.id()));
      for (Value value : block.values().reversed()) {
        makes.set(value.id());
        reads.clear(value.id());
        if (!Operands.isMadeWhereUsed(value)) {
          forEachUse(value.inputs(), input -> reads.set(input.id()));
        }
      }
      block.phis().forEach(phi -> makes.set(phi.id()));
      used.put(block, reads);
      made.put(block, makes);
      liveness.atEnd.put(block, new BitSet());
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order.reversed()) {
        BitSet live = liveness.end(block, used, made);
        changed |= !live.equals(liveness.atEnd.put(block, live));
      }
    }
    return liveness;
  }

  private BitSet end(Block block, Map<Block, BitSet> used, Map<Block, BitSet> made) {
    BitSet live = new BitSet();
    for (Block next : block.terminator().successors()) {
      BitSet entry = (BitSet) atEnd.getOrDefault(next, new BitSet()).clone();
      entry.andNot(made.getOrDefault(next, new BitSet()));
      entry.or(used.getOrDefault(next, new BitSet()));
      next.phis().forEach(phi -> entry.clear(phi.id()));
      live.or(entry);
      for (int edge = 0; edge < next.predecessors().size(); edge++) {
        if (next.predecessors().get(edge) == block) {
          for (Value phi : next.phis()) {
            forEachUse(List.of(phi.input(edge)), input -> live.set(input.id()));
          }
        }
      }
    }
    return live;
  }

  static List<Value> end(Block block) {
    return block.terminator().inputs();
  }

  /** What is made where it is used reads what it is made of there. */
  static void forEachUse(List<Value> values, Consumer<Value> use) {
    List<Value> work = new ArrayList<>(values);
    while (!work.isEmpty()) {
      Value value = work.removeLast().resolved();
      if (Operands.isMadeWhereUsed(value)) {
        work.addAll(value.inputs());
      } else {
        use.accept(value);
      }
    }
  }

  /** The numbers of the values that are needed behind a block: not to be changed. */
  BitSet atEnd(Block block) {
    return atEnd.getOrDefault(block, new BitSet());
  }

  /** Goes to a block, of whose values is asked next. */
  void enter(Block block) {
    here = atEnd.getOrDefault(block, new BitSet());
    lastUses.clear();
    places.clear();
    for (int i = 0; i < block.values().size(); i++) {
      int at = i;
      Value value = block.values().get(i);
      places.put(value, i);
      if (!Operands.isMadeWhereUsed(value)) {
        forEachUse(value.inputs(), input -> lastUses.put(input, at));
      }
    }
    forEachUse(end(block), input -> lastUses.put(input, block.values().size()));
  }

  /** Whether a value is made in the block, and another before it. */
  boolean isMadeAfter(Value value, Value other) {
    return places.getOrDefault(value, -1) > places.getOrDefault(other, -1);
  }

  /** Whether a value is needed behind the one at an index of the block. */
  boolean isNeededAfter(Value value, int index) {
    return here.get(value.id()) || lastUses.getOrDefault(value, -1) > index;
  }
}
