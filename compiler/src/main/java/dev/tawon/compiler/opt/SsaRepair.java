package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives the uses of values that have come to have several definitions, in copies of their blocks, the one that reaches them:
 * phis are put where two meet.
 */
final class SsaRepair {
  private final Function function;
  private final Set<Block> right;
  private final Map<Value, Reaching> values = new HashMap<>();

  /** A definition may be another of the values: what stands here is not looked at again. */
  private final Set<Value> made = new HashSet<>();

  private SsaRepair(Function function, Set<Block> right) {
    this.function = function;
    this.right = right;
  }

  /**
   * Rewrites uses.
   *
   * @param function the function
   * @param right the blocks whose own uses are right already
   * @param definitions what stands for each value at the end of blocks
   */
  static void run(Function function, Set<Block> right, Map<Value, Map<Block, Value>> definitions) {
    SsaRepair repair = new SsaRepair(function, right);
    definitions.forEach(
        (value, found) -> repair.values.put(value, repair.new Reaching(value, found)));
    for (Block block : function.reversePostorder()) {
      if (!right.contains(block)) {
        repair.rewrite(block);
      }
    }
  }

  private void rewrite(Block block) {
    for (Value phi : List.copyOf(block.phis())) {
      for (int i = 0; i < phi.inputs().size() && !made.contains(phi); i++) {
        Block from = block.predecessors().get(i);
        Reaching reaching = values.get(phi.inputs().get(i));
        if (reaching != null && !right.contains(from)) {
          phi.inputs().set(i, reaching.atEnd(from));
        }
      }
    }
    block.values().forEach(value -> value.inputs().replaceAll(input -> reaching(input, block)));
    switch (block.terminator()) {
      case Terminator.Branch branch ->
          block.retarget(
              new Terminator.Branch(
                  branch.condition(),
                  reaching(branch.left(), block),
                  reaching(branch.right(), block),
                  branch.then(),
                  branch.otherwise()));
      case Terminator.Return result ->
          block.retarget(new Terminator.Return(reaching(result.result(), block)));
      case Terminator.Jump _, Terminator.Unreachable _ -> {}
    }
  }

  private Value reaching(Value used, Block block) {
    Reaching reaching = values.get(used);
    return reaching == null ? used : reaching.atEntry(block);
  }

  /** The definitions of one value. */
  private final class Reaching {
    private final Value original;
    private final Map<Block, Value> atEnd;
    private final Map<Block, Value> atEntry = new HashMap<>();

    Reaching(Value original, Map<Block, Value> definitions) {
      this.original = original;
      this.atEnd = new HashMap<>(definitions);
    }

    Value atEnd(Block block) {
      Value value = atEnd.get(block);
      if (value == null) {
        value = atEntry(block);
        atEnd.put(block, value);
      }
      return value;
    }

    Value atEntry(Block block) {
      Value known = atEntry.get(block);
      if (known != null) {
        return known;
      }
      List<Block> predecessors = block.predecessors();
      if (predecessors.isEmpty()) {
        throw new IllegalStateException(original + " is used where it is not defined");
      }
      if (predecessors.size() == 1) {
        Value value = atEnd(predecessors.getFirst());
        atEntry.put(block, value);
        return value;
      }
      // Known before its inputs are looked for: a loop leads back here.
      Value phi =
          function.newValue(
              new Operation.Phi(), original.type(), new ArrayList<>(), original.position());
      atEntry.put(block, phi);
      made.add(phi);
      block.phis().add(phi);
      for (Block from : predecessors) {
        phi.inputs().add(atEnd(from));
      }
      return phi;
    }
  }
}
