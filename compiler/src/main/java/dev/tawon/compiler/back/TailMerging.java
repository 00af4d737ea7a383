package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets blocks that end alike share the end. What reaches memory by a register is not shared: the verifier refuses an instruction
 * that gets different kinds of pointers, and knows of a call with different maps less than of each alone.
 */
final class TailMerging {
  private final MachineProgram program;

  private TailMerging(MachineProgram program) {
    this.program = program;
  }

  static void run(MachineProgram program) {
    TailMerging merging = new TailMerging(program);
    while (merging.mergeSome()) {
      // Each merge makes other blocks end alike.
    }
  }

  /** The last two operations of a block. */
  private record End(MachineOperation last, MachineOperation before) {}

  private boolean mergeSome() {
    Map<End, List<MachineBlock>> byEnd = new LinkedHashMap<>();
    for (MachineBlock block : program.blocks()) {
      if (block.code().size() > 1
          && (block.code().getLast().operation() instanceof MachineOperation.Jump
              || block.code().getLast().operation() instanceof MachineOperation.Exit)) {
        byEnd
            .computeIfAbsent(
                new End(operation(block, 0), operation(block, 1)), _ -> new ArrayList<>())
            .add(block);
      }
    }
    boolean any = false;
    for (List<MachineBlock> alike : byEnd.values()) {
      any |= mergeBest(alike);
    }
    return any;
  }

  private boolean mergeBest(List<MachineBlock> alike) {
    MachineBlock bestFirst = null;
    MachineBlock bestSecond = null;
    int best = 0;
    for (int i = 0; i < alike.size(); i++) {
      for (int j = i + 1; j < alike.size(); j++) {
        int common = common(alike.get(i), alike.get(j));
        if (common > best) {
          best = common;
          bestFirst = alike.get(i);
          bestSecond = alike.get(j);
        }
      }
    }
    if (bestFirst == null || bestSecond == null) {
      return false;
    }
    merge(bestFirst, bestSecond, best);
    return true;
  }

  /** How many operations before the last two blocks can share. */
  private int common(MachineBlock first, MachineBlock second) {
    int most = Math.min(first.code().size(), second.code().size()) - 1;
    int common = 0;
    while (common < most
        && operation(first, common + 1).equals(operation(second, common + 1))
        && isSharable(operation(first, common + 1))
        && keepsItsLine(first, second, common + 1)) {
      common++;
    }
    while (common > 0 && !hasItsArguments(first, common)) {
      common--;
    }
    boolean isEntry =
        first.source() == program.blocks().getFirst().source() && common + 1 == first.code().size()
            || second.source() == program.blocks().getFirst().source()
                && common + 1 == second.code().size();
    return isEntry ? 0 : common;
  }

  private static MachineOperation operation(MachineBlock block, int fromEnd) {
    return block.code().get(block.code().size() - 1 - fromEnd).operation();
  }

  /** A call stands for the line that makes it: what the verifier says of it names that line. */
  private static boolean keepsItsLine(MachineBlock first, MachineBlock second, int fromEnd) {
    return !(operation(first, fromEnd) instanceof MachineOperation.CallHelper)
        || first
            .code()
            .get(first.code().size() - 1 - fromEnd)
            .position()
            .equals(second.code().get(second.code().size() - 1 - fromEnd).position());
  }

  private static boolean isSharable(MachineOperation operation) {
    return switch (operation) {
      case MachineOperation.Move _,
          MachineOperation.MoveWord _,
          MachineOperation.Constant _,
          MachineOperation.MapAddress _,
          MachineOperation.GlobalAddress _,
          MachineOperation.StackAddress _,
          MachineOperation.AluRegister _,
          MachineOperation.AluConstant _,
          MachineOperation.Negate _,
          MachineOperation.Swap _,
          MachineOperation.ExtendSign _,
          MachineOperation.StoreStackConstant _,
          MachineOperation.CallHelper _ ->
          true;
      default -> false;
    };
  }

  /** Whether every call in the shared end finds its arguments made there. */
  private static boolean hasItsArguments(MachineBlock block, int common) {
    BitSet made = new BitSet();
    for (int i = common; i > 0; i--) {
      MachineOperation operation = operation(block, i);
      if (operation instanceof MachineOperation.CallHelper
          && !operation.uses().stream().allMatch(made::get)) {
        return false;
      }
      operation.definitions().forEach(made::set);
    }
    return true;
  }

  private void merge(MachineBlock first, MachineBlock second, int common) {
    Block shared = whole(first, common);
    if (shared == null) {
      shared = whole(second, common);
    }
    if (shared == null) {
      MachineBlock tail =
          new MachineBlock(
              program.newBlock(),
              Math.min(first.loopDepth(), second.loopDepth()),
              new ArrayList<>());
      tail.code().addAll(end(second, common));
      program.blocks().add(program.blocks().indexOf(second) + 1, tail);
      shared = tail.source();
    }
    for (MachineBlock block : List.of(first, second)) {
      if (block.source() != shared) {
        List<MachineBlock.Step> end = end(block, common);
        MachineBlock.Step jump =
            new MachineBlock.Step(new MachineOperation.Jump(shared), end.getLast().position());
        end.clear();
        block.code().add(jump);
      }
    }
  }

  private static List<MachineBlock.Step> end(MachineBlock block, int common) {
    return block.code().subList(block.code().size() - 1 - common, block.code().size());
  }

  private static @Nullable Block whole(MachineBlock block, int common) {
    return block.code().size() == common + 1 ? block.source() : null;
  }
}
