package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A program in machine operations. */
final class MachineProgram {
  /**
   * Bytes on the stack.
   *
   * @param bytes how many, a multiple of eight
   * @param purpose what they hold, for messages
   * @param position the place in the source that asks for them
   */
  record StackSlot(int bytes, String purpose, Position position) {}

  private final Function function;
  private final Position position;
  private final List<MachineBlock> blocks = new ArrayList<>();
  private final List<StackSlot> slots = new ArrayList<>();
  private final Set<Integer> temporaries = new LinkedHashSet<>();
  private int contextSlot = -1;
  private int registers = Registers.FIRST_VIRTUAL;

  MachineProgram(Function function, Position position) {
    this.function = function;
    this.position = position;
  }

  /** Where the program begins in the source. */
  Position position() {
    return position;
  }

  String name() {
    return function.name();
  }

  /** What stands for a block that the function did not have. */
  Block newBlock() {
    return function.newBlock();
  }

  /** The blocks in the order in which they are written. */
  List<MachineBlock> blocks() {
    return blocks;
  }

  /** The stack's slots. */
  List<StackSlot> slots() {
    return slots;
  }

  int newSlot(int bytes, String purpose, Position position) {
    slots.add(new StackSlot(bytes, purpose, position));
    return slots.size() - 1;
  }

  /** A slot of eight bytes, for plain numbers and addresses that nothing needs when the program ends in a fault. */
  int newTemporary(String purpose, Position position) {
    int slot = newSlot(Long.BYTES, purpose, position);
    temporaries.add(slot);
    return slot;
  }

  /** The slots of {@link #newTemporary}. */
  Set<Integer> temporaries() {
    return temporaries;
  }

  /** What the slots hold that a call writes, and that are read at once. */
  static final String KERNEL_READ = "a read of the kernel";

  /** Whether a slot is one that a call which has its address writes all of, and does not read. */
  boolean isOutput(int slot) {
    return slots.get(slot).purpose().equals(KERNEL_READ);
  }

  /** Takes no room for a slot that nothing is in. */
  void dropSlot(int slot) {
    slots.set(slot, new StackSlot(0, slots.get(slot).purpose(), slots.get(slot).position()));
    temporaries.remove(slot);
  }

  /** Keeps where a function that is called back finds what it captures, and says in what it ended, in a slot. */
  void keepContext(int slot) {
    contextSlot = slot;
  }

  /** That slot, or -1. */
  int contextSlot() {
    return contextSlot;
  }

  int newRegister() {
    return registers++;
  }

  /** One more than the largest register. */
  int registerCount() {
    return registers;
  }
}
