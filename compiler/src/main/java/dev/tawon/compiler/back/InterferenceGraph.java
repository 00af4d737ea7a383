package dev.tawon.compiler.back;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which registers hold values at the same time, and so cannot be one. */
final class InterferenceGraph {
  private final BitSet[] neighbours;
  private final double[] costs;
  private final BitSet mentioned = new BitSet();
  private final List<MachineOperation.Move> moves = new ArrayList<>();

  private InterferenceGraph(int registers) {
    neighbours = new BitSet[registers];
    for (int i = 0; i < registers; i++) {
      neighbours[i] = new BitSet();
    }
    costs = new double[registers];
  }

  static InterferenceGraph of(MachineProgram program) {
    Liveness liveness = Liveness.of(program);
    InterferenceGraph graph = new InterferenceGraph(program.registerCount());
    for (MachineBlock block : program.blocks()) {
      double weight = Math.pow(10, Math.min(block.loopDepth(), 6));
      BitSet live = (BitSet) liveness.atEnd(block).clone();
      for (MachineBlock.Step step : block.code().reversed()) {
        graph.visit(step.operation(), live, weight);
      }
    }
    return graph;
  }

  private void visit(MachineOperation operation, BitSet live, double weight) {
    List<Integer> definitions = operation.definitions();
    if (operation instanceof MachineOperation.Move move) {
      // A copy holds the same value as its source: the two may share a register.
      live.clear(move.src());
      moves.add(move);
    }
    for (int definition : definitions) {
      live.set(definition);
    }
    for (int definition : definitions) {
      costs[definition] += weight;
      mentioned.set(definition);
      for (int other = live.nextSetBit(0); other >= 0; other = live.nextSetBit(other + 1)) {
        neighbours[other].set(definition);
      }
      neighbours[definition].or(live);
      neighbours[definition].clear(definition);
    }
    for (int definition : definitions) {
      live.clear(definition);
    }
    for (int use : operation.uses()) {
      costs[use] += weight;
      mentioned.set(use);
      live.set(use);
    }
  }

  /** The registers that the program reads or sets. */
  BitSet mentioned() {
    return mentioned;
  }

  /** The registers that cannot be the same as one. */
  BitSet neighbours(int register) {
    return neighbours[register];
  }

  /** How much slower the program would be with a register on the stack: accesses, those in loops ten times a level. */
  double cost(int register) {
    return costs[register];
  }

  /** The copies. */
  List<MachineOperation.Move> moves() {
    return moves;
  }
}
