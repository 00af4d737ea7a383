package dev.tawon.compiler.back;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Gives each register of a program one of the machine's, and puts those for which there is none on the stack.
 *
 * <p>Graph colouring in the manner of G. Chaitin and P. Briggs: copies are merged while that cannot make the graph harder
 * to colour (the tests of Briggs, and of L. George and A. Appel for machine registers), registers with few neighbours are
 * set aside, and colours are given in the reverse order. When one gets no colour its value is made anew where it is used, if it is a
 * constant, or lives on the stack, and all begins again.
 */
final class RegisterAllocator {
  private final MachineProgram program;
  private final BitSet spillTemporaries;
  private final InterferenceGraph graph;
  private final int[] alias;
  private final int[] colour;
  private final int[] degrees;
  private Rematerialisation constants;
  private final BitSet nodes = new BitSet();
  private final Map<Integer, List<Integer>> copies = new HashMap<>();

  private RegisterAllocator(MachineProgram program, BitSet spillTemporaries) {
    this.program = program;
    this.spillTemporaries = spillTemporaries;
    this.graph = InterferenceGraph.of(program);
    this.constants = Rematerialisation.of(program, register -> register);
    this.alias = new int[program.registerCount()];
    this.colour = new int[program.registerCount()];
    for (int i = 0; i < alias.length; i++) {
      alias[i] = i;
    }
    Arrays.fill(colour, -1);
    this.degrees = new int[program.registerCount()];
    Arrays.fill(degrees, -1);
  }

  /**
   * Allocates registers: afterwards every register of the program is one of the machine's, and no copy is from a register
   * to itself.
   */
  static void allocate(MachineProgram program) {
    BitSet spillTemporaries = new BitSet();
    while (true) {
      RegisterAllocator allocator = new RegisterAllocator(program, spillTemporaries);
      Set<Integer> spilled = allocator.colour();
      if (spilled.isEmpty()) {
        allocator.rewrite(register -> allocator.colour[allocator.find(register)]);
        return;
      }
      Set<Integer> remade = new LinkedHashSet<>(spilled);
      remade.removeIf(register -> !allocator.constants.has(register));
      spilled.removeAll(remade);
      Map<Integer, Integer> slots = allocator.shareSlots(spilled);
      allocator.keepMerged();
      spillTemporaries.or(allocator.constants.remake(program, remade));
      spillTemporaries.or(SpillCode.spill(program, slots));
    }
  }

  private Set<Integer> colour() {
    nodes.or(graph.mentioned());
    nodes.clear(0, Registers.FIRST_VIRTUAL);
    for (int machine = 0; machine < Registers.COUNT; machine++) {
      colour[machine] = machine;
      for (int other = 0; other < Registers.COUNT; other++) {
        if (other != machine) {
          graph.neighbours(machine).set(other);
        }
      }
    }
    coalesce();
    constants = Rematerialisation.of(program, this::find);
    return select(simplify());
  }

  private void coalesce() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (MachineOperation.Move move : graph.moves()) {
        int into = find(move.dst());
        int from = find(move.src());
        if (isMachine(from)) {
          int swapped = into;
          into = from;
          from = swapped;
        }
        if (into == from || isMachine(from) || graph.neighbours(into).get(from)) {
          continue;
        }
        if (isMachine(into) ? isSafeForMachine(into, from) : isSafe(into, from)) {
          merge(into, from);
          changed = true;
        }
      }
    }
  }

  private static boolean isMachine(int register) {
    return register < Registers.FIRST_VIRTUAL;
  }

  private int find(int register) {
    int found = register;
    while (alias[found] != found) {
      found = alias[found];
    }
    return found;
  }

  /** George and Appel: each neighbour is no harder to colour than before. */
  private boolean isSafeForMachine(int machine, int register) {
    BitSet harder = (BitSet) graph.neighbours(register).clone();
    harder.andNot(graph.neighbours(machine));
    for (int other = harder.nextSetBit(Registers.FIRST_VIRTUAL);
        other >= 0;
        other = harder.nextSetBit(other + 1)) {
      if (degree(other) >= Registers.COUNT) {
        return false;
      }
    }
    return true;
  }

  /** Briggs: the merged register has too few neighbours of high degree to be stuck. */
  private boolean isSafe(int first, int second) {
    BitSet either = (BitSet) graph.neighbours(first).clone();
    either.or(graph.neighbours(second));
    if (either.cardinality() < Registers.COUNT) {
      return true;
    }
    BitSet both = (BitSet) graph.neighbours(first).clone();
    both.and(graph.neighbours(second));
    int significant = 0;
    for (int other = either.nextSetBit(0); other >= 0; other = either.nextSetBit(other + 1)) {
      if (isMachine(other) || degree(other) - (both.get(other) ? 1 : 0) >= Registers.COUNT) {
        significant++;
      }
    }
    return significant < Registers.COUNT;
  }

  /** How many neighbours a register has, which is asked often: counted once, and kept right by {@link #merge}. */
  private int degree(int register) {
    if (degrees[register] < 0) {
      degrees[register] = graph.neighbours(register).cardinality();
    }
    return degrees[register];
  }

  private void merge(int into, int from) {
    alias[from] = into;
    nodes.clear(from);
    BitSet moved = graph.neighbours(from);
    for (int other = moved.nextSetBit(0); other >= 0; other = moved.nextSetBit(other + 1)) {
      graph.neighbours(other).clear(from);
      graph.neighbours(other).set(into);
      degrees[other] = -1;
    }
    graph.neighbours(into).or(moved);
    degrees[into] = -1;
    if (spillTemporaries.get(from)) {
      spillTemporaries.set(into);
    }
  }

  /** The registers in the order in which they are set aside. */
  private Deque<Integer> simplify() {
    Deque<Integer> order = new ArrayDeque<>();
    int[] degrees = new int[program.registerCount()];
    BitSet left = (BitSet) nodes.clone();
    for (int node = left.nextSetBit(0); node >= 0; node = left.nextSetBit(node + 1)) {
      degrees[node] = degree(node);
    }
    BitSet easy = new BitSet();
    for (int node = left.nextSetBit(0); node >= 0; node = left.nextSetBit(node + 1)) {
      easy.set(node, degrees[node] < Registers.COUNT);
    }
    while (!left.isEmpty()) {
      int chosen = easy.isEmpty() ? choose(left, degrees) : easy.nextSetBit(0);
      left.clear(chosen);
      easy.clear(chosen);
      order.push(chosen);
      BitSet eased = graph.neighbours(chosen);
      for (int other = eased.nextSetBit(0); other >= 0; other = eased.nextSetBit(other + 1)) {
        degrees[other]--;
        if (degrees[other] < Registers.COUNT && left.get(other)) {
          easy.set(other);
        }
      }
    }
    return order;
  }

  /** Of registers that all have many neighbours the one whose place on the stack costs least for what it frees. */
  private int choose(BitSet left, int[] degrees) {
    int best = -1;
    double bestCost = Double.POSITIVE_INFINITY;
    for (int register = left.nextSetBit(0);
        register >= 0;
        register = left.nextSetBit(register + 1)) {
      int degree = degrees[register];
      // What was shared takes no more where it is made anew than it did before.
      double cost =
          spillTemporaries.get(register)
              ? Double.MAX_VALUE
              : constants.isShared(register) ? 0 : graph.cost(register) / degree;
      if (best < 0 || cost < bestCost) {
        best = register;
        bestCost = cost;
      }
    }
    return best;
  }

  /** A free colour: that of what it is a copy of, or of a copy, so that the copy goes. */
  private int preferred(int register, BitSet taken) {
    for (int partner : copies.getOrDefault(register, List.of())) {
      int other = colour[find(partner)];
      if (other >= 0 && !taken.get(other)) {
        return other;
      }
    }
    return taken.nextClearBit(0);
  }

  private void findCopies() {
    for (MachineOperation.Move move : graph.moves()) {
      int dst = find(move.dst());
      int src = find(move.src());
      if (dst != src) {
        copies.computeIfAbsent(dst, _ -> new ArrayList<>()).add(src);
        copies.computeIfAbsent(src, _ -> new ArrayList<>()).add(dst);
      }
    }
  }

  private Set<Integer> select(Deque<Integer> order) {
    findCopies();
    Set<Integer> spilled = new LinkedHashSet<>();
    for (int register : order) {
      BitSet taken = new BitSet(Registers.COUNT);
      BitSet near = graph.neighbours(register);
      for (int other = near.nextSetBit(0); other >= 0; other = near.nextSetBit(other + 1)) {
        if (colour[other] >= 0) {
          taken.set(colour[other]);
        }
      }
      int free = preferred(register, taken);
      if (free < Registers.COUNT) {
        colour[register] = free;
      } else {
        spilled.add(register);
      }
    }
    if (!spilled.isEmpty() && spilled.stream().allMatch(spillTemporaries::get)) {
      throw new IllegalStateException(
          "no register is left for values that are needed at once in " + program.name());
    }
    return spilled;
  }

  /** A stack slot for each register; those that hold no values at the same time share one. */
  private Map<Integer, Integer> shareSlots(Set<Integer> spilled) {
    Map<Integer, Integer> slots = new LinkedHashMap<>();
    List<Integer> made = new ArrayList<>();
    for (int register : spilled) {
      Set<Integer> taken = new HashSet<>();
      slots.forEach((other, slot) -> {
        if (graph.neighbours(register).get(other)) {
          taken.add(slot);
        }
      });
      int slot =
          made.stream()
              .filter(candidate -> !taken.contains(candidate))
              .findFirst()
              .orElseGet(() -> {
                made.add(SpillCode.newSlot(program));
                return made.getLast();
              });
      slots.put(register, slot);
    }
    return slots;
  }

  /** Makes merges of the program's own registers last, so that a merged value that is spilled has one place. */
  private void keepMerged() {
    rewrite(register -> {
      int merged = find(register);
      return isMachine(merged) ? register : merged;
    });
  }

  private void rewrite(IntUnaryOperator to) {
    for (MachineBlock block : program.blocks()) {
      block
          .code()
          .replaceAll(step -> new MachineBlock.Step(step.operation().map(to), step.position()));
      block
          .code()
          .removeIf(step ->
              step.operation() instanceof MachineOperation.Move(int dst, int src) && dst == src);
    }
  }
}
