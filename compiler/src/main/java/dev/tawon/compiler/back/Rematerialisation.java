package dev.tawon.compiler.back;

import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Which registers hold what one instruction makes anew out of nothing, so that none has to be kept on the stack. */
final class Rematerialisation {
  private final Map<Integer, MachineOperation> made = new HashMap<>();

  private Rematerialisation() {}

  /**
   * Looks at a program.
   *
   * @param merged the register that a register is one with by now
   */
  static Rematerialisation of(MachineProgram program, IntUnaryOperator merged) {
    Rematerialisation all = new Rematerialisation();
    Set<Integer> changed = new HashSet<>();
    for (MachineBlock block : program.blocks()) {
      for (MachineBlock.Step step : block.code()) {
        MachineOperation operation = step.operation();
        for (int definition : operation.definitions()) {
          int register = merged.applyAsInt(definition);
          if (operation instanceof MachineOperation.Move move
              && merged.applyAsInt(move.src()) == register) {
            continue;
          }
          if (!isMadeOfNothing(operation)) {
            changed.add(register);
          } else {
            MachineOperation same = operation.map(_ -> 0);
            MachineOperation before = all.made.putIfAbsent(register, same);
            if (before != null && !before.equals(same)) {
              changed.add(register);
            }
          }
        }
      }
    }
    all.made.keySet().removeAll(changed);
    all.made.keySet().removeIf(register -> register < Registers.FIRST_VIRTUAL);
    return all;
  }

  private static boolean isMadeOfNothing(MachineOperation operation) {
    return switch (operation) {
      case MachineOperation.Constant _,
          MachineOperation.MapAddress _,
          MachineOperation.GlobalAddress _,
          MachineOperation.FunctionAddress _,
          MachineOperation.TypeId _,
          MachineOperation.Answer _ ->
          true;
      default -> false;
    };
  }

  /** Whether a register's value is one that {@link SharedConstants} makes once. */
  boolean isShared(int register) {
    MachineOperation operation = made.get(register);
    return operation != null && SharedConstants.key(operation) != null;
  }

  /** Whether a register's value can be made anew. */
  boolean has(int register) {
    return made.containsKey(register);
  }

  /**
   * Makes registers' values in registers of their own at each place that reads them.
   *
   * @return the registers made, which must not be spilled
   */
  BitSet remake(MachineProgram program, Set<Integer> registers) {
    BitSet temporaries = new BitSet();
    if (registers.isEmpty()) {
      return temporaries;
    }
    for (MachineBlock block : program.blocks()) {
      List<MachineBlock.Step> code = new ArrayList<>(block.code().size());
      for (MachineBlock.Step step : block.code()) {
        MachineOperation operation = step.operation();
        if (operation.definitions().stream().anyMatch(registers::contains)) {
          continue;
        }
        if (operation instanceof MachineOperation.Move(int dst, int src)
            && registers.contains(src)) {
          code.add(new MachineBlock.Step(into(src, dst), step.position()));
          continue;
        }
        if (operation
                instanceof MachineOperation.StoreStack(Width width, int slot, int offset, int src)
            && made.get(src) instanceof MachineOperation.Constant(int _, long value)
            && registers.contains(src)
            && value == (int) value) {
          code.add(
              new MachineBlock.Step(
                  new MachineOperation.StoreStackConstant(width, slot, offset, (int) value),
                  step.position()));
          continue;
        }
        Map<Integer, Integer> fresh = new HashMap<>();
        for (int register : operation.uses()) {
          if (registers.contains(register) && !fresh.containsKey(register)) {
            int temporary = program.newRegister();
            fresh.put(register, temporary);
            temporaries.set(temporary);
            code.add(new MachineBlock.Step(into(register, temporary), step.position()));
          }
        }
        code.add(
            new MachineBlock.Step(
                fresh.isEmpty()
                    ? operation
                    : operation.map(register -> fresh.getOrDefault(register, register)),
                step.position()));
      }
      block.code().clear();
      block.code().addAll(code);
    }
    return temporaries;
  }

  private MachineOperation into(int register, int other) {
    MachineOperation operation = made.get(register);
    if (operation == null) {
      throw new IllegalArgumentException("register " + register + " is no constant");
    }
    return operation.map(_ -> other);
  }
}
