package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntFunction;

/**
 * The comparisons of a switch: one for each number, one for numbers in a row that go to the same place, and between many first one
 * that halves them.
 */
final class Choices {
  /** Up to how many are asked one after the other. */
  private static final int MOST_IN_A_ROW = 8;

  /** From how many numbers on a row is asked for as one: the question takes up to three instructions. */
  private static final int FEWEST_OF_A_ROW = 2;

  /** Numbers that go to one place. */
  private record Row(int least, int greatest, int target) {
    int size() {
      return greatest - least + 1;
    }
  }

  private final GraphBuilder graph;
  private final Value selector;
  private final IntFunction<Block> targets;

  /**
   * The comparisons of one switch.
   *
   * @param graph where they are added
   * @param selector the number that chooses
   * @param targets prepares control to go to a place, and says what begins there
   */
  Choices(GraphBuilder graph, Value selector, IntFunction<Block> targets) {
    this.graph = graph;
    this.selector = selector;
    this.targets = targets;
  }

  /** Goes to the place of the number that the selector is, or to another one if it has none. */
  void emit(SortedMap<Integer, Integer> places, int other) {
    List<Row> rows = new ArrayList<>();
    places.forEach((number, target) -> {
      if (target == other) {
        return;
      }
      if (!rows.isEmpty()
          && rows.getLast().target() == target
          && rows.getLast().greatest() == number - 1) {
        rows.set(rows.size() - 1, new Row(rows.getLast().least(), number, target));
      } else {
        rows.add(new Row(number, number, target));
      }
    });
    emit(rows, Integer.MIN_VALUE, other);
  }

  private void emit(List<Row> rows, int atLeast, int other) {
    if (rows.size() > MOST_IN_A_ROW && !isChosenBefore()) {
      int middle = rows.size() / 2;
      int pivot = rows.get(middle).least();
      Block below = graph.newBlock();
      Block above = graph.newBlock();
      graph.branch(JumpCondition.SLT, selector, graph.constantInt(pivot), below, above);
      enter(below, rows.subList(0, middle), atLeast, other);
      enter(above, rows.subList(middle, rows.size()), pivot, other);
      return;
    }
    for (Row row : rows) {
      if (!ask(row, atLeast)) {
        return;
      }
    }
    graph.jump(targets.apply(other));
  }

  /** Whether each way here has a number of its own: ways go on at once to where a comparison with that sends them. */
  private boolean isChosenBefore() {
    return selector.operation() instanceof Operation.Phi;
  }

  private void enter(Block half, List<Row> rows, int atLeast, int other) {
    graph.seal(half);
    if (!half.predecessors().isEmpty()) {
      graph.enter(half);
      emit(rows, atLeast, other);
    }
  }

  /** Goes to a row's place if the selector is in it; says whether it may be another. */
  private boolean ask(Row row, int atLeast) {
    if (row.size() < FEWEST_OF_A_ROW || isChosenBefore()) {
      for (int i = 0; i < row.size(); i++) { // the greatest may be the greatest of all
        if (!ask(JumpCondition.EQ, selector, row.least() + i, row.target())) {
          return false;
        }
      }
      return true;
    }
    if (row.least() == atLeast) {
      return ask(JumpCondition.SLE, selector, row.greatest(), row.target());
    }
    Value distance =
        graph.add(
            new Operation.Binary(BinaryOperator.ADD),
            ValueType.INT,
            selector,
            graph.constantInt(-row.least()));
    return ask(JumpCondition.LT, distance, row.size(), row.target());
  }

  private boolean ask(JumpCondition condition, Value left, int right, int target) {
    Block next = graph.newBlock();
    graph.branch(condition, left, graph.constantInt(right), targets.apply(target), next);
    if (next.predecessors().isEmpty()) {
      return false;
    }
    graph.seal(next);
    graph.enter(next);
    return true;
  }
}
