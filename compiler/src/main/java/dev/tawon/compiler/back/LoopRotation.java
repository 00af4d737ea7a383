package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks at a loop's end whether it goes on, rather than jump to where that is asked, and not at all before the first round if it is known. */
final class LoopRotation {
  private LoopRotation() {}

  static void run(MachineProgram program) {
    Set<Block> before = new HashSet<>();
    MachineFlow flow = MachineFlow.of(program);
    Set<Block> headers = new HashSet<>();
    for (MachineBlock block : program.blocks()) {
      before.add(block.source());
      for (Block next : MachineFlow.successors(block)) {
        if (before.contains(next)
            && isTest(flow.block(next))
            && hasOneWay(program, next, block.source())) {
          headers.add(next);
        }
      }
    }
    for (MachineBlock block : program.blocks()) {
      if (block.code().isEmpty()
          || !(block.code().getLast().operation() instanceof MachineOperation.Jump jump)
          || !headers.contains(jump.target())
          || jump.target() == block.source()) {
        continue;
      }
      MachineBlock.Step test = flow.block(jump.target()).code().getFirst();
      Boolean holds = decide(block, test.operation());
      block.code().removeLast();
      if (holds == null) {
        block.code().add(test);
      } else {
        List<Block> ends = MachineFlow.successors(flow.block(jump.target()));
        block
            .code()
            .add(
                new MachineBlock.Step(
                    new MachineOperation.Jump(holds ? ends.getFirst() : ends.getLast()),
                    test.position()));
      }
    }
    removeUnreached(program);
  }

  /**
   * Whether a round goes only one way. Where it may go several, the verifier tells sooner that it has been there when all rounds
   * begin with the test.
   */
  private static boolean hasOneWay(MachineProgram program, Block header, Block latch) {
    Map<Block, List<Block>> predecessors = new HashMap<>();
    for (MachineBlock block : program.blocks()) {
      for (Block next : MachineFlow.successors(block)) {
        predecessors.computeIfAbsent(next, _ -> new ArrayList<>()).add(block.source());
      }
    }
    Set<Block> body = new HashSet<>(List.of(header));
    List<Block> work = new ArrayList<>(List.of(latch));
    while (!work.isEmpty()) {
      Block block = work.removeLast();
      if (body.add(block)) {
        work.addAll(predecessors.getOrDefault(block, List.of()));
      }
    }
    return body.stream()
        .allMatch(block ->
            predecessors.getOrDefault(block, List.of()).stream().filter(body::contains).count()
                <= 1);
  }

  /** Whether a block does nothing but branch. */
  private static boolean isTest(MachineBlock block) {
    return block.code().size() == 1 && MachineFlow.successors(block).size() == 2;
  }

  /** Whether a comparison with a constant holds behind a block that gives the register another; null if that is not known. */
  private static @Nullable Boolean decide(MachineBlock block, MachineOperation test) {
    if (!(test
        instanceof
        MachineOperation.BranchConstant(
            JumpCondition condition,
            boolean wide,
            int left,
            int right,
            Block _,
            Block _))) {
      return null;
    }
    for (MachineBlock.Step step : block.code().reversed()) {
      if (step.operation().definitions().contains(left)) {
        return step.operation() instanceof MachineOperation.Constant(int _, long value)
            ? (Boolean) Comparison.holds(condition, wide ? value : (int) value, right, wide)
            : null;
      }
    }
    return null;
  }

  /** Blocks that nothing leads to any more are not written. */
  static void removeUnreached(MachineProgram program) {
    MachineFlow flow = MachineFlow.of(program);
    Set<Block> reached = new HashSet<>();
    List<Block> work = new ArrayList<>(List.of(program.blocks().getFirst().source()));
    while (!work.isEmpty()) {
      Block block = work.removeLast();
      if (reached.add(block)) {
        work.addAll(MachineFlow.successors(flow.block(block)));
      }
    }
    program.blocks().removeIf(block -> !reached.contains(block.source()));
  }
}
