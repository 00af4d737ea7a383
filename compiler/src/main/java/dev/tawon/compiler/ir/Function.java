package dev.tawon.compiler.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A program, a function that the kernel calls back from one, or one that it calls itself, in intermediate form. */
public final class Function {
  private final String name;
  private final Block entry;
  private final List<Function> callbacks = new ArrayList<>();
  private String program;
  private int contextArgument = -1;
  private int contextOffset = -1;
  private boolean calledLater;
  private @Nullable Signature signature;
  private int values;
  private int blocks;

  /** An empty function, with a block to begin. */
  public Function(String name) {
    this.name = name;
    this.program = name;
    this.entry = newBlock();
  }

  /** The program's name. */
  public String name() {
    return name;
  }

  /** Where control begins. It has no predecessors. */
  public Block entry() {
    return entry;
  }

  /** The argument by which a function that is called back finds what it captures; -1 for a program. */
  public int contextArgument() {
    return contextArgument;
  }

  /**
   * Where, in what a function that is called back captures, the program's context lies; -1 if the function does not need it, or is
   * none.
   */
  public int contextOffset() {
    return contextOffset;
  }

  /** Says where the program's context lies in what the function captures. */
  public void findsContextAt(int offset) {
    contextOffset = offset;
  }

  /** Whether anything in it is done with the program's context. */
  public boolean usesContext() {
    return reversePostorder().stream()
        .flatMap(block -> block.values().stream())
        .anyMatch(value -> value.operation() instanceof Operation.Context);
  }

  /** Whether such an operation is in it, or in a function that it calls, or has the kernel call. */
  public boolean reaches(Predicate<Operation> wanted) {
    return reversePostorder().stream()
        .flatMap(block -> block.values().stream())
        .map(Value::operation)
        .anyMatch(operation ->
            wanted.test(operation)
                || switch (operation) {
                  case Operation.CallSubprogram(Function called) -> called.reaches(wanted);
                  case Operation.FunctionAddress(Function called) -> called.reaches(wanted);
                  default -> false;
                });
  }

  /** How other functions of the program call it; null if none does: of a program, and of what is called back. */
  public @Nullable Signature signature() {
    return signature;
  }

  /** The argument that points to where it says that it ended in a fault; -1 if none does. */
  public int faultArgument() {
    return signature == null ? calledLater ? -1 : contextArgument : signature.faultArgument();
  }

  /** Whether the kernel calls it back. */
  public boolean isCallback() {
    return contextArgument >= 0;
  }

  /** The name of the program that it belongs to, which is its own if it is one. */
  public String program() {
    return program;
  }

  /**
   * Makes this a function that the kernel calls back.
   *
   * @param context which argument says where it finds what it captures
   * @param from the function that has the kernel do so
   */
  public void calledBackWith(int context, Function from) {
    program = from.program;
    contextArgument = context;
  }

  /**
   * Makes this a function that the kernel calls when the program is over: it captures nothing, and tells nobody of a fault.
   *
   * @param arguments how many it is called with
   * @param from the function that has the kernel do so
   */
  public void calledLaterWith(int arguments, Function from) {
    calledBackWith(arguments, from);
    calledLater = true;
  }

  /** Whether the kernel calls it when the program is over. */
  public boolean isCalledLater() {
    return calledLater;
  }

  /** Makes this a function of the same program as another one, which may call it once it has a {@link #signature()}. */
  public void belongsWith(Function from) {
    program = from.program;
  }

  /** Lets other functions of the program call this one. */
  public void calledWith(Signature how) {
    signature = how;
  }

  /** Whether it may end in a fault. */
  public boolean mayFail() {
    return reversePostorder().stream()
        .flatMap(block -> block.values().stream())
        .anyMatch(value -> value.operation().mayFail());
  }

  /** The functions that the kernel calls back from this one, in the order of the calls. */
  public List<Function> callbacks() {
    return callbacks;
  }

  /** A name for the next of the {@link #callbacks()}. */
  public String newCallbackName() {
    return name + "_" + (callbacks.size() + 1);
  }

  /** This function and all that are called back from it. */
  public List<Function> all() {
    List<Function> all = new ArrayList<>(List.of(this));
    callbacks.forEach(callback -> all.addAll(callback.all()));
    return all;
  }

  /** A block that is not reached yet. */
  public Block newBlock() {
    return new Block(blocks++);
  }

  /** A value that is in no block yet. */
  public Value newValue(
      Operation operation, ValueType type, List<Value> inputs, Position position) {
    return new Value(values++, operation, type, inputs, position);
  }

  /** One more than the largest id of a value. */
  public int valueCount() {
    return values;
  }

  /** One more than the largest id of a block. */
  public int blockCount() {
    return blocks;
  }

  /** The blocks that are reached, each before its successors but for back edges. */
  public List<Block> reversePostorder() {
    List<Block> order = new ArrayList<>();
    BitSet seen = new BitSet(blocks);
    seen.set(entry.id());
    // A stack of its own: a program may have more blocks than the thread's stack has room for
    // calls.
    Deque<Visit> visits = new ArrayDeque<>(List.of(Visit.of(entry)));
    while (!visits.isEmpty()) {
      Visit visit = visits.getFirst();
      if (!visit.successors.hasNext()) {
        order.add(visits.removeFirst().block);
        continue;
      }
      Block successor = visit.successors.next();
      if (!seen.get(successor.id())) {
        seen.set(successor.id());
        visits.addFirst(Visit.of(successor));
      }
    }
    Collections.reverse(order);
    return order;
  }

  private record Visit(Block block, Iterator<Block> successors) {
    /** The first successor is left for last, so that it follows its predecessor in the reversed order. */
    static Visit of(Block block) {
      return new Visit(block, block.terminator().successors().reversed().iterator());
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append('\n');
    for (Block block : reversePostorder()) {
      text.append(block).append(" <- ").append(block.predecessors()).append('\n');
      block.phis().forEach(phi -> text.append("  ").append(phi).append('\n'));
      block.values().forEach(value -> text.append("  ").append(value).append('\n'));
      text.append("  ").append(block.terminator()).append('\n');
    }
    return text.toString();
  }
}
