package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Position;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Moves the value of a register to the stack. */
final class SpillCode {
  private SpillCode() {}

  /** A stack slot for values that have no register. */
  static int newSlot(MachineProgram program) {
    return program.newSlot(
        Long.BYTES, "a value with no register left", new Position(program.position().file(), 0));
  }

  /**
   * Keeps a register's value in a stack slot, and in a register of its own at each place that reads or changes it.
   *
   * @param slot the stack slot
   * @return the registers made, which must not be spilled again
   */
  static Set<Integer> spill(MachineProgram program, int register, int slot) {
    Set<Integer> made = new HashSet<>();
    for (MachineBlock block : program.blocks()) {
      List<MachineBlock.Step> code = new ArrayList<>();
      for (MachineBlock.Step step : block.code()) {
        MachineOperation operation = step.operation();
        boolean mentioned =
            operation.uses().contains(register) || operation.definitions().contains(register);
        if (mentioned) {
          operation = spillHeld(operation, register, slot);
        }
        boolean uses = operation.uses().contains(register);
        boolean defines = operation.definitions().contains(register);
        if (!uses && !defines) {
          code.add(new MachineBlock.Step(operation, step.position()));
          continue;
        }
        int temporary = program.newRegister();
        made.add(temporary);
        if (uses) {
          code.add(
              new MachineBlock.Step(
                  new MachineOperation.LoadStack(Width.DOUBLE, temporary, slot, 0),
                  step.position()));
        }
        code.add(
            new MachineBlock.Step(
                operation.map(other -> other == register ? temporary : other), step.position()));
        if (defines) {
          code.add(
              new MachineBlock.Step(
                  new MachineOperation.StoreStack(Width.DOUBLE, slot, 0, temporary),
                  step.position()));
        }
      }
      block.code().clear();
      block.code().addAll(code);
    }
    return made;
  }

  /** A record that a fault gives back is found in the slot then: the check need not load it. */
  private static MachineOperation spillHeld(MachineOperation operation, int register, int slot) {
    return switch (operation) {
      case MachineOperation.CheckNotNull check ->
          new MachineOperation.CheckNotNull(check.reference(), check.fault().spill(register, slot));
      case MachineOperation.CheckLimit check ->
          new MachineOperation.CheckLimit(
              check.index(), check.limit(), check.fault().spill(register, slot));
      case MachineOperation.Fail fail ->
          new MachineOperation.Fail(fail.fault().spill(register, slot));
      default -> operation;
    };
  }
}
