package dev.tawon.compiler.back;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Position;
import java.util.List;

/** Where the stack slots of a program lie below its frame pointer. */
final class StackFrame {
  /** {@code MAX_BPF_STACK} of {@code include/linux/filter.h}. */
  static final int LIMIT = 512;

  /** What a function may have without a look at what could be saved: what it calls may need the other half. */
  static final int HALF = LIMIT / 2;

  private final int depth;
  private final int[] offsets;

  private StackFrame(int depth, int[] offsets) {
    this.depth = depth;
    this.offsets = offsets;
  }

  /**
   * Lays out a program's slots.
   *
   * @throws SourceError if they are too many
   */
  static StackFrame of(MachineProgram program) {
    List<MachineProgram.StackSlot> slots = program.slots();
    int[] offsets = new int[slots.size()];
    int depth = 0;
    for (int i = 0; i < offsets.length; i++) {
      depth += slots.get(i).bytes();
      offsets[i] = -depth;
    }
    if (depth > LIMIT) {
      Position where =
          slots.stream()
              .map(MachineProgram.StackSlot::position)
              .filter(position -> position.line() > 0)
              .findFirst()
              .orElse(program.position());
      throw new SourceError(
          where,
          Rule.STACK_SPACE,
          program.name()
              + " needs "
              + depth
              + " bytes of stack, and there are "
              + LIMIT
              + ": "
              + StackTable.ADVICE
              + "\n"
              + StackTable.of(program));
    }
    return new StackFrame(depth, offsets);
  }

  /** Where a slot begins, from the frame pointer. */
  int offset(int slot) {
    return offsets[slot];
  }

  /** Bytes that all take. */
  int depth() {
    return depth;
  }
}
