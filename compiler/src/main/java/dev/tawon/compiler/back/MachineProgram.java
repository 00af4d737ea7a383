package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Position;
import java.util.ArrayList;
import java.util.List;

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

  private final String name;
  private final Position position;
  private final List<MachineBlock> blocks = new ArrayList<>();
  private final List<StackSlot> slots = new ArrayList<>();
  private int contextSlot = -1;
  private boolean slotsOutliveFaults;
  private int registers = Registers.FIRST_VIRTUAL;

  MachineProgram(String name, Position position) {
    this.name = name;
    this.position = position;
  }

  /** Where the program begins in the source. */
  Position position() {
    return position;
  }

  String name() {
    return name;
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

  /** Keeps where a function that is called back finds what it captures, and says in what it ended, in a slot. */
  void keepContext(int slot) {
    contextSlot = slot;
  }

  /** That slot, or -1. */
  int contextSlot() {
    return contextSlot;
  }

  /** Keeps what is in slots also when a fault is counted. */
  void keepSlotsInFaults() {
    slotsOutliveFaults = true;
  }

  /** Whether slots are needed after a fault was counted. */
  boolean slotsOutliveFaults() {
    return slotsOutliveFaults || contextSlot >= 0;
  }

  int newRegister() {
    return registers++;
  }

  /** One more than the largest register. */
  int registerCount() {
    return registers;
  }
}
