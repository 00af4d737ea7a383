package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One method under translation: the program's own, or one that is inlined into it. */
final class Frame {
  /** The variable that holds the result. */
  private static final int RESULT = -1;

  /** The first of the variables that stand for stack entries between blocks. */
  private static final int STACK = 1 << 16;

  final MethodCode code;
  final @Nullable Frame caller;
  final Block exit;
  final Map<Integer, Block> blocks = new HashMap<>();
  final Map<Integer, Integer> stackDepths = new HashMap<>();
  final OperandStack stack;
  final Jumps jumps;

  /** Which functions it was called with as arguments, in their order. */
  List<Object> functions = List.of();

  /** The program's own line that stands for all of this method's, which is the Java library's; null if it is not. */
  @Nullable Position place;

  private final Map<Integer, Value> assignedOnce = new HashMap<>();
  private final Set<Integer> parameters = new HashSet<>();

  /**
   * A frame.
   *
   * @param code the method
   * @param caller the frame that calls it, or null for the program's own
   * @param exit where its returns go
   * @param graph what its code becomes a part of
   */
  Frame(MethodCode code, @Nullable Frame caller, Block exit, GraphBuilder graph) {
    this.code = code;
    this.caller = caller;
    this.exit = exit;
    this.stack = new OperandStack(graph);
    this.jumps = new Jumps(graph, this);
  }

  /** The place in the source of an instruction. */
  Position position(int index) {
    Position library = place;
    return library != null ? library : code.position(index);
  }

  /** The block that begins at an instruction. */
  Block blockAt(int first) {
    Block block = blocks.get(first);
    if (block == null) {
      throw new IllegalStateException(code.name() + " has no block at " + first);
    }
    return block;
  }

  private GraphBuilder.Variable local(int slot) {
    return new GraphBuilder.Variable(this, slot);
  }

  /** Gives a parameter its value. */
  void writeParameter(GraphBuilder graph, int slot, Value value) {
    parameters.add(slot);
    if (code.assignments(slot) == 0) {
      assignedOnce.put(slot, value);
    } else {
      graph.write(local(slot), value);
    }
  }

  /** Assigns a local variable. */
  void writeLocal(GraphBuilder graph, int slot, Value value) {
    if (!parameters.contains(slot) && code.assignments(slot) == 1) {
      assignedOnce.put(slot, value);
    } else {
      graph.write(local(slot), value);
    }
  }

  /**
   * The value of a local variable. One that is assigned in a single place has the value of that place: javac sees to it
   * that every way to a use goes through it.
   */
  Value readLocal(GraphBuilder graph, int slot) {
    Value only = assignedOnce.get(slot);
    return only != null ? only.resolved() : graph.read(local(slot));
  }

  /** Declares that the loop whose first block the current one is leaves a local variable as it is. */
  void carryInto(GraphBuilder graph, int slot) {
    graph.carry(local(slot));
  }

  GraphBuilder.Variable result() {
    return new GraphBuilder.Variable(this, RESULT);
  }

  GraphBuilder.Variable stackEntry(int depth) {
    return new GraphBuilder.Variable(this, STACK + depth);
  }

  /**
   * Whether the method is being translated already, in this frame or in one that called it, with the same functions as arguments: with
   * others it does something else, and there is an end of functions.
   */
  boolean isWithin(MethodCode other, List<Object> withFunctions) {
    for (Frame frame = this; frame != null; frame = frame.caller) {
      if (frame.code.model() == other.model()
          && (withFunctions.isEmpty() || frame.functions.equals(withFunctions))) {
        return true;
      }
    }
    return false;
  }

  /** How deep the call is nested: 1 for the program's own method. */
  int depth() {
    int depth = 0;
    for (Frame frame = this; frame != null; frame = frame.caller) {
      depth++;
    }
    return depth;
  }

  /** What is said of a method within itself ({@link #isWithin}), with those through which it calls itself. */
  String recursion(MethodCode other) {
    List<String> cycle = new ArrayList<>(List.of(other.name()));
    for (Frame frame = this;
        frame != null && frame.code.model() != other.model();
        frame = frame.caller) {
      cycle.add(1, frame.code.name());
    }
    String through =
        cycle.size() == 1
            ? ""
            : " (" + String.join(" calls ", cycle) + " calls " + other.name() + ")";
    return other.name()
        + " calls itself"
        + through
        + ", and eBPF has no recursion: use a loop with a bound";
  }

  /** Leaves the stack's entries in variables for the blocks that follow. */
  void saveStack(GraphBuilder graph) {
    int depth = 0;
    for (Value value : stack.entries()) {
      graph.write(stackEntry(depth++), value);
    }
  }

  /** Takes the stack's entries from the variables that the blocks before left. */
  void restoreStack(GraphBuilder graph, int depth) {
    stack.clear();
    for (int i = 0; i < depth; i++) {
      stack.push(graph.read(stackEntry(i)));
    }
  }
}
