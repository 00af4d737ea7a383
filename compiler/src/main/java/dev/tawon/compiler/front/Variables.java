package dev.tawon.compiler.front;

import dev.tawon.compiler.front.GraphBuilder.Variable;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What variables are in the blocks of a function that is being built.
 *
 * <p>They are turned into values as by M. Braun et al., "Simple and Efficient Construction of Static Single Assignment Form"
 * (CC 2013): a block is <em>sealed</em> when all its predecessors are known; reading a variable in a block that is not makes a
 * phi whose inputs come later.
 */
final class Variables {
  private final GraphBuilder graph;
  private final Function function;
  private final Map<Block, Map<Variable, Value>> definitions = new HashMap<>();
  private final Map<Block, Map<Variable, Value>> incomplete = new HashMap<>();
  private final Set<Block> sealed = new HashSet<>();

  /** Phis with several values, by the phis that are among them: one of these may turn out to have one. */
  private final Map<Value, List<Pending>> users = new HashMap<>();

  Variables(GraphBuilder graph, Function function) {
    this.graph = graph;
    this.function = function;
  }

  void write(Variable variable, Block block, Value value) {
    definitions.computeIfAbsent(block, _ -> new HashMap<>()).put(variable, value);
  }

  /** The value of a variable at the end of a block. */
  Value read(Variable variable, Block block) {
    Deque<Pending> work = new ArrayDeque<>();
    Value value = find(variable, block, work);
    complete(work);
    return value.resolved();
  }

  /** Declares that all predecessors of a block are known. */
  void seal(Block block) {
    if (!sealed.add(block)) {
      return;
    }
    Map<Variable, Value> waiting = incomplete.remove(block);
    if (waiting != null) {
      waiting.forEach((variable, phi) ->
          complete(new ArrayDeque<>(List.of(new Pending(variable, block, phi)))));
    }
  }

  /** Seals what is left; every loop has all its back edges now. */
  void finish() {
    for (Block block : List.copyOf(incomplete.keySet())) {
      seal(block);
    }
  }

  /**
   * Gives a variable the value in a block that it has on all ways there so far, if that is one, before those from
   * within a loop are known. The loop does not assign it.
   */
  void carry(Variable variable, Block header) {
    Set<Block> seen = new HashSet<>();
    Deque<Block> work = new ArrayDeque<>(header.predecessors());
    Value only = null;
    while (!work.isEmpty()) {
      Block block = work.remove();
      if (!seen.add(block)) {
        continue;
      }
      Value value = definition(variable, block);
      if (value == null) {
        if (block.predecessors().isEmpty() || !sealed.contains(block)) {
          return;
        }
        work.addAll(block.predecessors());
      } else if (only == null) {
        only = value;
      } else if (only != value) {
        return;
      }
    }
    if (only != null) {
      write(variable, header, only);
    }
  }

  /** Where a phi is that something has been assigned beside. */
  Block blockOf(Value phi) {
    return definitions.keySet().stream()
        .filter(block -> block.phis().contains(phi))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a phi in no block"));
  }

  /** A phi whose inputs are being read: those of the predecessors before the next. */
  private static final class Pending {
    final Variable variable;
    final Block block;
    final Value phi;
    int next;

    Pending(Variable variable, Block block, Value phi) {
      this.variable = variable;
      this.block = block;
      this.phi = phi;
    }
  }

  /**
   * The value of a variable at the end of a block. Where paths meet it is a new phi, which goes to the work to do unless
   * its block is not sealed.
   */
  private Value find(Variable variable, Block from, Deque<Pending> work) {
    List<Block> passed = new ArrayList<>();
    Block block = from;
    Value value = definition(variable, block);
    while (value == null && sealed.contains(block) && block.predecessors().size() == 1) {
      passed.add(block);
      block = block.predecessors().getFirst();
      value = definition(variable, block);
    }
    if (value == null) {
      value =
          function.newValue(
              new Operation.Phi(), typeOf(variable, block), List.of(), graph.position());
      block.phis().add(value);
      if (sealed.contains(block)) {
        work.addFirst(new Pending(variable, block, value));
      } else {
        incomplete.computeIfAbsent(block, _ -> new LinkedHashMap<>()).put(variable, value);
      }
      passed.add(block);
    }
    for (Block each : passed) {
      definitions.computeIfAbsent(each, _ -> new HashMap<>()).put(variable, value);
    }
    return value;
  }

  private @Nullable Value definition(Variable variable, Block block) {
    Value value = definitions.getOrDefault(block, Map.of()).get(variable);
    return value == null ? null : value.resolved();
  }

  private ValueType typeOf(Variable variable, Block block) {
    return onFirstWay(variable, block).type();
  }

  /** What a variable is on one of the ways to a block: a block's first predecessor was there before it. */
  private Value onFirstWay(Variable variable, Block block) {
    Block each = block;
    Value value = null;
    while (value == null) {
      if (each.predecessors().isEmpty()) {
        throw SourceError.damaged(graph.position(), "a variable is used before it has a value");
      }
      each = each.predecessors().getFirst();
      value = definition(variable, each);
    }
    return value;
  }

  /** Gives phis their inputs, those last that are wanted first; without calling itself, however many blocks there are. */
  private void complete(Deque<Pending> work) {
    while (!work.isEmpty()) {
      Pending pending = work.getFirst();
      if (pending.next < pending.block.predecessors().size()) {
        Block predecessor = pending.block.predecessors().get(pending.next++);
        pending.phi.inputs().add(find(pending.variable, predecessor, work));
      } else {
        work.removeFirst();
        settle(pending);
      }
    }
  }

  /** Replaces a phi that has one value, and those which have one then. */
  private void settle(Pending completed) {
    Deque<Pending> work = new ArrayDeque<>(List.of(completed));
    while (!work.isEmpty()) {
      Pending pending = work.remove();
      Value phi = pending.phi;
      if (phi.isReplaced()) {
        continue;
      }
      Value only = onlyInput(phi);
      if (only != null) {
        phi.replaceBy(only);
        pending.block.phis().remove(phi);
        work.addAll(users.getOrDefault(phi, List.of()));
        users.remove(phi);
      } else {
        for (Value input : phi.inputs()) {
          if (input.operation() instanceof Operation.Phi && input != phi) {
            users.computeIfAbsent(input, _ -> new ArrayList<>()).add(pending);
          }
        }
      }
    }
  }

  /** The value that a phi always has, or null. */
  private @Nullable Value onlyInput(Value phi) {
    phi.inputs().replaceAll(Value::resolved);
    Value only = null;
    boolean trivial = true;
    for (Value input : phi.inputs()) {
      if (input.type() != phi.type()) {
        throw SourceError.damaged(graph.position(), "a variable's type depends on the path taken");
      }
      if (input != phi && input != only) {
        trivial &= only == null || same(only, input);
        only = input;
      }
    }
    return trivial ? only : null;
  }

  private static boolean same(Value left, Value right) {
    return left.operation() instanceof Operation.Constant
        && left.type() == right.type()
        && left.operation().equals(right.operation());
  }

  /** A value that a phi stands for on some way to its block; null if none is known yet. */
  @Nullable Value someInput(Value phi) {
    if (!phi.inputs().isEmpty()) {
      return phi.input(0);
    }
    for (Map.Entry<Block, Map<Variable, Value>> waiting : incomplete.entrySet()) {
      for (Map.Entry<Variable, Value> each : waiting.getValue().entrySet()) {
        if (each.getValue() == phi) {
          return onFirstWay(each.getKey(), waiting.getKey());
        }
      }
    }
    return null;
  }
}
