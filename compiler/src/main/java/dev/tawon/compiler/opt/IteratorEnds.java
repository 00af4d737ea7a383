package dev.tawon.compiler.opt;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ends each iteration over what the kernel has: behind the last use of its state and of the elements that it gave, on every way
 * that control takes. The verifier refuses a program that ends within one; at a fault, {@link HeldRecords} ends it.
 */
public final class IteratorEnds {
  private final Function function;
  private final List<Block> order;

  private IteratorEnds(Function function) {
    this.function = function;
    this.order = function.reversePostorder();
  }

  /**
   * Changes a function in place.
   *
   * @throws SourceError if an element is used where its iteration cannot go on so long
   */
  public static void place(Function function) {
    IteratorEnds ends = new IteratorEnds(function);
    List<Value> begins = new ArrayList<>();
    for (Block block : ends.order) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.IteratorDestroy) {
          return; // done already, when it was seen whether this can be a function of its own
        }
        if (value.operation() instanceof Operation.IteratorNew) {
          begins.add(value);
        }
      }
    }
    for (Value begin : begins) {
      new IteratorEnds(function).place(begin);
    }
  }

  /** An edge between two blocks. */
  private record Edge(Block from, Block to) {}

  private void place(Value begin) {
    Set<Value> elements = elements(begin.input(0));
    Set<Value> all = new HashSet<>(elements);
    all.add(begin.input(0));
    Set<Block> live = liveAtEntry(begin, all);
    Map<Block, Boolean> runs = new HashMap<>();
    runs.put(function.entry(), false);
    List<Edge> edges = new ArrayList<>();
    Map<Block, Integer> within = new HashMap<>();
    for (Block block : order) {
      boolean running = runs.getOrDefault(block, false);
      boolean liveAtEnd = usedAtEnd(block, all) || anyOf(block.terminator().successors(), live);
      int last = lastUse(block, all);
      int start = block.values().indexOf(begin);
      if (start >= 0) {
        if (running
            || isUsedBefore(block, start, elements)
            || needsAcross(block, begin, elements)) {
          throw elementUsed(begin, "is still used when the iteration begins again");
        }
        running = true;
      }
      if (running && !liveAtEnd) {
        within.put(block, Math.max(last, start));
        running = false;
      }
      for (Block next : Set.copyOf(block.terminator().successors())) {
        boolean stays = running && live.contains(next);
        if (running && !stays) {
          edges.add(new Edge(block, next));
        }
        Boolean known = runs.putIfAbsent(next, stays);
        if (known != null && known != stays) {
          throw elementUsed(begin, "is used where the iteration may not have begun, or has ended");
        }
      }
    }
    within.forEach((block, index) -> block.values().add(index + 1, end(begin)));
    edges.forEach(edge -> endOn(edge, begin));
  }

  private static SourceError elementUsed(Value begin, String how) {
    return new SourceError(
        begin.position(),
        Rule.ELEMENT_OUTLIVES_LOOP,
        "what the iteration that begins here gives "
            + how
            + ": copy what is needed of it to variables within the loop");
  }

  /** The elements, and the references that are made of them. */
  private Set<Value> elements(Value state) {
    Set<Value> elements = new HashSet<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order) {
        for (Value phi : block.phis()) {
          changed |= phi.inputs().stream().anyMatch(elements::contains) && elements.add(phi);
        }
        for (Value value : block.values()) {
          boolean isOne =
              switch (value.operation()) {
                case Operation.IteratorNext _ -> value.input(0) == state;
                case Operation.Offset _,
                    Operation.PointerAdd _,
                    Operation.KernelAddress _,
                    Operation.KernelContainer _,
                    Operation.KernelNumber _,
                    Operation.KernelCast _ ->
                    value.type() == ValueType.REFERENCE && elements.contains(value.input(0));
                default -> false;
              };
          changed |= isOne && elements.add(value);
        }
      }
    }
    return elements;
  }

  /** The blocks at whose entry one of the values is used before the iteration begins (again). */
  private Set<Block> liveAtEntry(Value begin, Set<Value> values) {
    Set<Block> live = new HashSet<>();
    Deque<Block> work = new ArrayDeque<>();
    for (Block block : order) {
      int start = block.values().indexOf(begin);
      boolean used =
          start < 0
              ? lastUse(block, values) >= 0 || usedAtEnd(block, values)
              : isUsedBefore(block, start, values);
      if (used && live.add(block)) {
        work.add(block);
      }
    }
    while (!work.isEmpty()) {
      for (Block before : work.remove().predecessors()) {
        if (!before.values().contains(begin) && live.add(before)) {
          work.add(before);
        }
      }
    }
    return live;
  }

  /** Whether an element of an earlier run of the loop is used behind the next begin: it came in by a phi. */
  private boolean needsAcross(Block block, Value begin, Set<Value> elements) {
    Set<Value> earlier = new HashSet<>();
    for (Value value : elements) {
      if (value.operation() instanceof Operation.Phi && isPhiBefore(value, block)) {
        earlier.add(value);
      }
    }
    if (earlier.isEmpty()) {
      return false;
    }
    int start = block.values().indexOf(begin);
    for (int i = start + 1; i < block.values().size(); i++) {
      if (uses(block.values().get(i), earlier)) {
        return true;
      }
    }
    return usedAtEnd(block, earlier)
        || anyOf(block.terminator().successors(), liveAtEntry(begin, earlier));
  }

  /** Whether a phi's block is one by which every way to another comes. */
  private boolean isPhiBefore(Value phi, Block other) {
    Block home =
        order.stream().filter(block -> block.phis().contains(phi)).findFirst().orElse(other);
    return order.indexOf(home) <= order.indexOf(other);
  }

  private static boolean uses(Value user, Set<Value> values) {
    return user.inputs().stream().anyMatch(values::contains);
  }

  private static int lastUse(Block block, Set<Value> values) {
    for (int i = block.values().size() - 1; i >= 0; i--) {
      if (uses(block.values().get(i), values)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isUsedBefore(Block block, int index, Set<Value> values) {
    return block.values().subList(0, index).stream().anyMatch(value -> uses(value, values));
  }

  private static boolean usedAtEnd(Block block, Set<Value> values) {
    return block.terminator().inputs().stream().anyMatch(values::contains);
  }

  private static boolean anyOf(List<Block> blocks, Set<Block> among) {
    return blocks.stream().anyMatch(among::contains);
  }

  private Value end(Value begin) {
    Operation.IteratorNew iterator = (Operation.IteratorNew) begin.operation();
    return function.newValue(
        new Operation.IteratorDestroy(iterator.kind()),
        ValueType.NONE,
        List.of(begin.input(0)),
        begin.position());
  }

  private void endOn(Edge edge, Value begin) {
    if (edge.to().predecessors().size() == 1) {
      edge.to().values().addFirst(end(begin));
    } else if (edge.from().terminator() instanceof Terminator.Branch branch
        && branch.then() != branch.otherwise()) {
      Block between = CriticalEdges.insert(function, edge.from(), edge.to());
      between.values().add(end(begin));
      edge.from()
          .retarget(
              new Terminator.Branch(
                  branch.condition(),
                  branch.left(),
                  branch.right(),
                  branch.then() == edge.to() ? between : branch.then(),
                  branch.otherwise() == edge.to() ? between : branch.otherwise()));
    } else {
      edge.from().values().add(end(begin));
    }
  }
}
