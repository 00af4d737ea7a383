package dev.tawon.compiler.back;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of several faults it was, while what they held is given back, which is written once for all.
 *
 * <p>On the stack the verifier does not follow it: a number that is not written to the begin of eight bytes is any number to it ({@code
 * check_stack_write_fixed_off} of {@code kernel/bpf/verifier.c}), so that what is behind the first fault need not be gone through
 * again for each. A mask keeps it within the counters. Where no place is free it is in a register.
 */
sealed interface FaultNumber {
  /** Says which fault it is, by the distance of its counter from the first. */
  void set(CodeBuilder code, int distance);

  /** Gets the distance of the counter into a register. */
  void get(CodeBuilder code, Register register);

  /**
   * In the last bytes of a stack slot.
   *
   * @param width of the bytes
   * @param offset where they are, from the frame pointer
   * @param mask the bits that are a distance
   */
  record OnStack(Width width, int offset, int mask) implements FaultNumber {
    /** A zero would be followed. */
    private static final int NOT_ZERO = 1;

    @Override
    public void set(CodeBuilder code, int distance) {
      code.store(width, Register.R10, offset, new Immediate(distance | NOT_ZERO));
    }

    @Override
    public void get(CodeBuilder code, Register register) {
      code.load(width, register, Register.R10, offset);
      code.alu(AluOperator.AND, register, new Immediate(mask));
    }
  }

  /**
   * In a register.
   *
   * @param register one that calls leave alone
   */
  record InRegister(Register register) implements FaultNumber {
    @Override
    public void set(CodeBuilder code, int distance) {
      code.move(register, new Immediate(distance));
    }

    @Override
    public void get(CodeBuilder code, Register into) {
      code.move(into, register);
    }
  }

  /**
   * A place for it on the stack, or null.
   *
   * @param slot the slot
   * @param most the largest number
   */
  static @Nullable FaultNumber onStack(StackFrame frame, int slot, int most) {
    int counters = counters(most);
    int mask = (counters - 1) * Long.BYTES;
    if (mask > 0xffff) {
      return null;
    }
    Width width = mask > 0xff ? Width.HALF : Width.BYTE;
    return new OnStack(width, frame.offset(slot) + Long.BYTES - width.bytes(), mask);
  }

  /** How many counters there have to be, for a mask to keep within them. */
  static int counters(int most) {
    return most == 0 ? 1 : Integer.highestOneBit(most) << 1;
  }

  /**
   * A slot in which nothing is that is needed when a program ends in one of some faults, or -1.
   *
   * @param exits the faults
   */
  static int freeSlot(MachineProgram program, Collection<FaultExit> exits) {
    Set<Integer> taken = new HashSet<>();
    for (FaultExit exit : exits) {
      for (FaultExit.Location location : exit.held()) {
        switch (location) {
          case FaultExit.InSlot in -> taken.add(in.slot());
          case FaultExit.SlotAddress at -> taken.add(at.slot());
          case FaultExit.InRegister _, FaultExit.Nowhere _ -> {}
        }
      }
    }
    return program.temporaries().stream()
        .filter(slot -> !taken.contains(slot))
        .findFirst()
        .orElse(-1);
  }

  /** The faults of a program. */
  static List<FaultExit> exits(MachineProgram program) {
    List<FaultExit> exits = new ArrayList<>();
    for (MachineBlock block : program.blocks()) {
      for (MachineBlock.Step step : block.code()) {
        switch (step.operation()) {
          case MachineOperation.CheckNotNull check -> exits.add(check.fault());
          case MachineOperation.CheckLimit check -> exits.add(check.fault());
          case MachineOperation.CheckNotNegative check -> exits.add(check.fault());
          case MachineOperation.Fail fail -> exits.add(fail.fault());
          default -> {}
        }
      }
    }
    return exits;
  }
}
