package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts blocks behind each other so that control mostly falls through, and ends the program in place where that is all a jump leads to. */
final class BlockOrder {
  private BlockOrder() {}

  static void run(MachineProgram program) {
    MachineFlow flow = MachineFlow.of(program);
    List<MachineBlock> forwards = forwards(program, flow);
    Map<Block, Integer> ranks = new HashMap<>();
    forwards.forEach(block -> ranks.put(block.source(), ranks.size()));
    Map<Block, Set<Block>> before = new HashMap<>();
    for (MachineBlock block : program.blocks()) {
      for (Block next : MachineFlow.successors(block)) {
        if (rank(ranks, next) > rank(ranks, block.source())) {
          before.computeIfAbsent(next, _ -> new HashSet<>()).add(block.source());
        }
      }
    }
    Set<Block> placed = new HashSet<>();
    List<MachineBlock> order = new ArrayList<>();
    List<MachineBlock> left = new ArrayList<>(forwards);
    MachineBlock last = null;
    while (!left.isEmpty()) {
      MachineBlock next = last == null ? null : following(last, flow, before, placed);
      if (next == null) {
        next = left.getFirst();
      }
      left.remove(next);
      placed.add(next.source());
      order.add(next);
      last = next;
    }
    program.blocks().clear();
    program.blocks().addAll(order);
    endInPlace(program, flow);
  }

  /**
   * The blocks as they stand, but for those that the rest of the program follows behind: such a one stands behind all that leads to
   * it, loops apart, which it may not do when several blocks were made one. An end, or a step to where others go as well, stays near the
   * first that leads there.
   */
  private static List<MachineBlock> forwards(MachineProgram program, MachineFlow flow) {
    WaysBack back = WaysBack.of(program);
    Map<Block, Set<Block>> near = new HashMap<>();
    Map<Block, Integer> places = new HashMap<>();
    for (MachineBlock block : program.blocks()) {
      places.put(block.source(), places.size());
      for (Block next : MachineFlow.successors(block)) {
        if (places.containsKey(next) && !goesOn(flow.block(next), flow)) {
          near.computeIfAbsent(block.source(), _ -> new HashSet<>()).add(next);
        }
      }
    }
    Map<Block, Integer> open = new HashMap<>();
    for (MachineBlock block : program.blocks()) {
      for (Block next : ahead(block, back, near)) {
        open.merge(next, 1, Integer::sum);
      }
    }
    List<MachineBlock> left = new ArrayList<>(program.blocks());
    List<MachineBlock> order = new ArrayList<>();
    while (!left.isEmpty()) {
      MachineBlock first =
          left.stream()
              .filter(block -> rank(open, block.source()) == 0)
              .findFirst()
              .orElse(left.getFirst());
      left.remove(first);
      order.add(first);
      ahead(first, back, near).forEach(next -> open.merge(next, -1, Integer::sum));
    }
    return order;
  }

  /** Whether what is behind a block is reached through it alone. */
  private static boolean goesOn(MachineBlock block, MachineFlow flow) {
    List<Block> ends = MachineFlow.successors(block);
    return ends.size() == 1 ? flow.entries(ends.getFirst()) == 1 : !ends.isEmpty();
  }

  /** Where control goes from a block, but back, and to what stays near. */
  private static Set<Block> ahead(MachineBlock block, WaysBack back, Map<Block, Set<Block>> near) {
    Set<Block> ahead = new LinkedHashSet<>(MachineFlow.successors(block));
    ahead.removeIf(next -> back.contains(block.source(), next));
    ahead.removeAll(near.getOrDefault(block.source(), Set.of()));
    return ahead;
  }

  private static int rank(Map<Block, Integer> ranks, Block block) {
    return ranks.getOrDefault(block, 0);
  }

  /**
   * A block that is reached from the last one, and whose others ways in are written, all but those of loops: rather one of the same
   * loop than one behind it.
   */
  private static @Nullable MachineBlock following(
      MachineBlock last, MachineFlow flow, Map<Block, Set<Block>> before, Set<Block> placed) {
    MachineBlock best = null;
    for (Block next : MachineFlow.successors(last)) {
      if (!placed.contains(next) && placed.containsAll(before.getOrDefault(next, Set.of()))) {
        MachineBlock block = flow.block(next);
        if (best == null || block.loopDepth() > best.loopDepth()) {
          best = block;
        }
      }
    }
    return best;
  }

  /** A jump to an end is that end. */
  private static void endInPlace(MachineProgram program, MachineFlow flow) {
    for (int i = 0; i < program.blocks().size(); i++) {
      MachineBlock block = program.blocks().get(i);
      if (!block.code().isEmpty()
          && block.code().getLast().operation() instanceof MachineOperation.Jump jump) {
        MachineBlock target = flow.block(jump.target());
        boolean follows =
            i + 1 < program.blocks().size()
                && program.blocks().get(i + 1).source() == target.source();
        if (!follows
            && target.code().size() == 1
            && target.code().getFirst().operation() instanceof MachineOperation.Exit) {
          block.code().removeLast();
          block.code().add(target.code().getFirst());
        }
      }
    }
    LoopRotation.removeUnreached(program);
  }
}
