package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes phis that always have the same input, and values that nobody needs. */
public final class Simplification {
  private Simplification() {}

  /** Changes a function in place; afterwards no input is a value that another one stands for. */
  public static void run(Function function) {
    List<Block> blocks = function.reversePostorder();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : blocks) {
        changed |= block.phis().removeIf(Simplification::removeIfTrivial);
      }
    }
    blocks.forEach(Simplification::resolve);
    removeDead(blocks);
  }

  private static boolean removeIfTrivial(Value phi) {
    Value only = onlyInput(phi);
    if (only == null) {
      return false;
    }
    phi.replaceBy(only);
    return true;
  }

  private static @Nullable Value onlyInput(Value phi) {
    Value only = null;
    for (Value input : phi.inputs()) {
      Value value = input.resolved();
      if (value == phi || value == only) {
        continue;
      }
      if (only != null && !isSameConstant(only, value)) {
        return null;
      }
      only = value;
    }
    return only;
  }

  private static boolean isSameConstant(Value left, Value right) {
    return left.constant() != null
        && left.type() == right.type()
        && left.constant().equals(right.constant());
  }

  private static void resolve(Block block) {
    block.phis().forEach(phi -> phi.inputs().replaceAll(Value::resolved));
    block.values().removeIf(Value::isReplaced);
    block.values().forEach(value -> value.inputs().replaceAll(Value::resolved));
    switch (block.terminator()) {
      case Terminator.Branch branch ->
          block.retarget(
              new Terminator.Branch(
                  branch.condition(),
                  branch.left().resolved(),
                  branch.right().resolved(),
                  branch.then(),
                  branch.otherwise()));
      case Terminator.Return result ->
          block.retarget(new Terminator.Return(result.result().resolved()));
      case Terminator.Jump _, Terminator.Unreachable _ -> {}
    }
  }

  private static void removeDead(List<Block> blocks) {
    Set<Value> live = new HashSet<>();
    Deque<Value> work = new ArrayDeque<>();
    for (Block block : blocks) {
      block.values().stream().filter(value -> value.operation().hasEffect()).forEach(work::add);
      work.addAll(block.terminator().inputs());
    }
    while (!work.isEmpty()) {
      Value value = work.remove();
      if (live.add(value)) {
        work.addAll(value.inputs());
      }
    }
    for (Block block : blocks) {
      block.phis().removeIf(phi -> !live.contains(phi));
      block.values().removeIf(value -> !live.contains(value));
    }
  }
}
