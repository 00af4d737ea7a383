package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives the uses of a value that has come to have several definitions, in copies of its block, the one that reaches them:
 * phis are put where two meet.
 */
final class SsaRepair {
  private final Function function;
  private final Value original;
  private final Map<Block, Value> atEnd = new HashMap<>();
  private final Map<Block, Value> atEntry = new HashMap<>();

  private SsaRepair(Function function, Value original, Map<Block, Value> definitions) {
    this.function = function;
    this.original = original;
    atEnd.putAll(definitions);
  }

  /**
   * Rewrites uses.
   *
   * @param order the function's blocks
   * @param right the blocks whose own uses are right already
   * @param original the value
   * @param definitions what stands for it at the end of blocks
   */
  static void run(
      Function function,
      List<Block> order,
      Set<Block> right,
      Value original,
      Map<Block, Value> definitions) {
    SsaRepair repair = new SsaRepair(function, original, definitions);
    for (Block block : order) {
      repair.rewrite(block, right);
    }
  }

  private void rewrite(Block block, Set<Block> right) {
    boolean isRight = right.contains(block);
    for (Value phi : List.copyOf(block.phis())) {
      for (int i = 0; i < phi.inputs().size(); i++) {
        Block from = block.predecessors().get(i);
        if (!isRight && phi.inputs().get(i) == original && !right.contains(from)) {
          phi.inputs().set(i, atEnd(from));
        }
      }
    }
    if (isRight) {
      return;
    }
    for (Value value : block.values()) {
      if (value.inputs().contains(original)) {
        Value reaching = atEntry(block);
        value.inputs().replaceAll(input -> input == original ? reaching : input);
      }
    }
    switch (block.terminator()) {
      case Terminator.Branch branch -> {
        if (branch.left() == original || branch.right() == original) {
          Value reaching = atEntry(block);
          block.retarget(
              new Terminator.Branch(
                  branch.condition(),
                  branch.left() == original ? reaching : branch.left(),
                  branch.right() == original ? reaching : branch.right(),
                  branch.then(),
                  branch.otherwise()));
        }
      }
      case Terminator.Return result -> {
        if (result.result() == original) {
          block.retarget(new Terminator.Return(atEntry(block)));
        }
      }
      case Terminator.Jump _, Terminator.Unreachable _ -> {}
    }
  }

  private Value atEnd(Block block) {
    Value value = atEnd.get(block);
    if (value == null) {
      value = atEntry(block);
      atEnd.put(block, value);
    }
    return value;
  }

  private Value atEntry(Block block) {
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
    block.phis().add(phi);
    for (Block from : predecessors) {
      phi.inputs().add(atEnd(from));
    }
    return phi;
  }
}
