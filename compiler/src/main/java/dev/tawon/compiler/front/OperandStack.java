package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;

/** The JVM's operand stack, of values instead of words: a long is one entry. */
final class OperandStack {
  private final GraphBuilder graph;
  private final List<Value> entries = new ArrayList<>();

  /**
   * An empty stack.
   *
   * @param graph tells where the code is that uses it
   */
  OperandStack(GraphBuilder graph) {
    this.graph = graph;
  }

  void push(Value value) {
    entries.add(value);
  }

  /**
   * Takes the top entry.
   *
   * @throws SourceError if there is none, or one of another type
   */
  Value pop(ValueType type) {
    Value value = pop();
    if (value.type() != type) {
      throw SourceError.damaged(
          graph.position(), "an instruction takes a " + type + " and finds a " + value.type());
    }
    return value;
  }

  private Value pop() {
    require(1);
    return entries.removeLast().resolved();
  }

  private void require(int count) {
    if (entries.size() < count) {
      throw SourceError.damaged(
          graph.position(), "an instruction takes more from the stack than there is");
    }
  }

  List<Value> entries() {
    return entries;
  }

  int depth() {
    return entries.size();
  }

  void clear() {
    entries.clear();
  }

  /** Does one of the instructions that only move entries. */
  void shuffle(Opcode opcode) {
    switch (opcode) {
      case POP -> pop();
      case POP2 -> {
        if (!isTwoWords(pop())) {
          pop();
        }
      }
      case DUP -> copy(1, 0);
      case DUP_X1 -> copy(1, 1);
      case DUP_X2 -> copy(1, entriesOfTwoWords(1));
      case DUP2 -> copy(entriesOfTwoWords(0), 0);
      case DUP2_X1 -> copy(entriesOfTwoWords(0), 1);
      case DUP2_X2 -> {
        int top = entriesOfTwoWords(0);
        copy(top, entriesOfTwoWords(top));
      }
      case SWAP -> {
        Value top = pop();
        Value below = pop();
        push(top);
        push(below);
      }
      default -> throw new IllegalArgumentException(opcode + " moves no stack entries");
    }
  }

  /** How many entries two words are, below the top ones. */
  private int entriesOfTwoWords(int below) {
    require(below + 1);
    return isTwoWords(entries.get(entries.size() - 1 - below)) ? 1 : 2;
  }

  /** Inserts a copy of the top {@code count} entries below the {@code skip} entries under them. */
  private void copy(int count, int skip) {
    require(count + skip);
    List<Value> top = List.copyOf(entries.subList(entries.size() - count, entries.size()));
    entries.addAll(entries.size() - count - skip, top);
  }

  private static boolean isTwoWords(Value value) {
    return value.type() == ValueType.LONG;
  }
}
