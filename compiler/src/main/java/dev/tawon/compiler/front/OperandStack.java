package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.lang.classfile.Opcode;
import java.util.ArrayList;
import java.util.List;

/** The JVM's operand stack, of values instead of words: a long is one entry. */
final class OperandStack {
  private final List<Value> entries = new ArrayList<>();

  void push(Value value) {
    entries.add(value);
  }

  Value pop() {
    return entries.removeLast().resolved();
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
      case DUP_X2 -> copy(1, isTwoWords(entries.get(entries.size() - 2)) ? 1 : 2);
      case DUP2 -> copy(isTwoWords(entries.getLast()) ? 1 : 2, 0);
      case DUP2_X1 -> copy(isTwoWords(entries.getLast()) ? 1 : 2, 1);
      case DUP2_X2 -> {
        int top = isTwoWords(entries.getLast()) ? 1 : 2;
        copy(top, isTwoWords(entries.get(entries.size() - 1 - top)) ? 1 : 2);
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

  /** Inserts a copy of the top {@code count} entries below the {@code skip} entries under them. */
  private void copy(int count, int skip) {
    List<Value> top = List.copyOf(entries.subList(entries.size() - count, entries.size()));
    entries.addAll(entries.size() - count - skip, top);
  }

  private static boolean isTwoWords(Value value) {
    return value.type() == ValueType.LONG;
  }
}
