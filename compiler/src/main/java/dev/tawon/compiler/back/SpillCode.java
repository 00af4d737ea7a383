package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Position;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Moves the values of registers to the stack. */
final class SpillCode {
  private SpillCode() {}

  /** A stack slot for values that have no register. */
  static int newSlot(MachineProgram program) {
    return program.newTemporary(
        "a value with no register left", new Position(program.position().file(), 0));
  }

  /**
   * Keeps registers' values in stack slots, and in registers of their own at each place that reads or changes them.
   *
   * @param slots the stack slot of each register
   * @return the registers made, which must not be spilled again
   */
  static BitSet spill(MachineProgram program, Map<Integer, Integer> slots) {
    BitSet made = new BitSet();
    for (MachineBlock block : program.blocks()) {
      // What the step before read or set still is in its register.
      Map<Integer, Integer> before = Map.of();
      List<MachineBlock.Step> code = new ArrayList<>(block.code().size());
      for (MachineBlock.Step step : block.code()) {
        MachineOperation operation = spillHeld(step.operation(), slots);
        Map<Integer, Integer> temporaries = new HashMap<>();
        for (int register : operation.uses()) {
          Integer slot = slots.get(register);
          if (slot != null && before.containsKey(register)) {
            temporaries.put(register, before.get(register));
          }
          if (slot != null && !temporaries.containsKey(register)) {
            int temporary = program.newRegister();
            temporaries.put(register, temporary);
            code.add(
                new MachineBlock.Step(
                    new MachineOperation.LoadStack(Width.DOUBLE, temporary, slot, 0),
                    step.position()));
          }
        }
        for (int register : operation.definitions()) {
          if (slots.containsKey(register)) {
            temporaries.computeIfAbsent(register, _ -> program.newRegister());
          }
        }
        before = temporaries;
        if (temporaries.isEmpty()) {
          code.add(new MachineBlock.Step(operation, step.position()));
          continue;
        }
        code.add(
            new MachineBlock.Step(
                operation.map(register -> temporaries.getOrDefault(register, register)),
                step.position()));
        for (int register : operation.definitions()) {
          Integer slot = slots.get(register);
          if (slot != null) {
            code.add(
                new MachineBlock.Step(
                    new MachineOperation.StoreStack(
                        Width.DOUBLE, slot, 0, temporaries.getOrDefault(register, register)),
                    step.position()));
          }
        }
        temporaries.values().forEach(made::set);
      }
      block.code().clear();
      block.code().addAll(code);
    }
    return made;
  }

  /** A record that a fault gives back is found in the slot then: the check need not load it. */
  private static MachineOperation spillHeld(
      MachineOperation operation, Map<Integer, Integer> slots) {
    return switch (operation) {
      case MachineOperation.CheckNotNull check ->
          new MachineOperation.CheckNotNull(check.reference(), check.fault().spill(slots));
      case MachineOperation.CheckLimit check ->
          new MachineOperation.CheckLimit(check.index(), check.limit(), check.fault().spill(slots));
      case MachineOperation.CheckNotNegative check ->
          new MachineOperation.CheckNotNegative(check.result(), check.fault().spill(slots));
      case MachineOperation.Fail fail -> new MachineOperation.Fail(fail.fault().spill(slots));
      default -> operation;
    };
  }
}
