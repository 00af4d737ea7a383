package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.opt.Loop;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes once what takes two slots, numbers of 64 bits and addresses of static fields, where a loop or a block needs it again. It is made where
 * it is used after all if no register is left for it: see {@link Rematerialisation}.
 */
final class SharedConstants {
  private final MachineProgram program;
  private final int[] definitions;

  private SharedConstants(MachineProgram program) {
    this.program = program;
    this.definitions = new int[program.registerCount()];
    for (MachineBlock block : program.blocks()) {
      for (MachineBlock.Step step : block.code()) {
        step.operation().definitions().forEach(register -> definitions[register]++);
      }
    }
  }

  /** Changes a program whose registers are not allocated. */
  static void run(MachineProgram program) {
    SharedConstants constants = new SharedConstants(program);
    constants.loops();
    program.blocks().forEach(constants::share);
  }

  /** What a register is set to, for any register; null if it takes but one slot, or is no constant. */
  static @Nullable MachineOperation key(MachineOperation operation) {
    return switch (operation) {
      case MachineOperation.Constant(int _, long value) ->
          value == (int) value || value == Integer.toUnsignedLong((int) value)
              ? null
              : operation.map(_ -> 0);
      case MachineOperation.GlobalAddress _ -> operation.map(_ -> 0);
      default -> null;
    };
  }

  /** Whether an operation sets a register that is set nowhere else: it can be the shared one. */
  private boolean isTemporary(MachineOperation operation) {
    int register = operation.definitions().getFirst();
    return register >= Registers.FIRST_VIRTUAL
        && (register >= definitions.length || definitions[register] == 1);
  }

  private void share(MachineBlock block) {
    Map<MachineOperation, Integer> known = new HashMap<>();
    block
        .code()
        .replaceAll(step -> {
          MachineOperation key = key(step.operation());
          if (key == null) {
            return step;
          }
          int register = step.operation().definitions().getFirst();
          Integer shared = known.get(key);
          if (shared != null) {
            return new MachineBlock.Step(
                new MachineOperation.Move(register, shared), step.position());
          }
          if (isTemporary(step.operation())) {
            known.put(key, register);
          }
          return step;
        });
  }

  /** The outer loops first, so that what an inner one needs is made before all. */
  private void loops() {
    Map<Block, MachineBlock> machine = new HashMap<>();
    program.blocks().forEach(block -> machine.put(block.source(), block));
    List<Block> order = program.blocks().stream().map(MachineBlock::source).toList();
    List<Loop> loops = Loop.of(order);
    loops.sort((left, right) -> Integer.compare(right.blocks().size(), left.blocks().size()));
    for (Loop loop : loops) {
      List<Block> entries = loop.entries();
      MachineBlock before = entries.size() == 1 ? machine.get(entries.getFirst()) : null;
      if (before != null && before.source().terminator() instanceof Terminator.Jump) {
        hoist(loop.blocks().stream().map(machine::get).toList(), before);
      }
    }
  }

  private void hoist(List<MachineBlock> loop, MachineBlock before) {
    Map<MachineOperation, Integer> uses = new LinkedHashMap<>();
    boolean calls = false;
    for (MachineBlock block : loop) {
      for (MachineBlock.Step step : block.code()) {
        MachineOperation key = key(step.operation());
        if (key != null && isTemporary(step.operation())) {
          uses.merge(key, 1, Integer::sum);
        }
        calls |= step.operation().definitions().equals(Registers.CLOBBERED);
      }
    }
    // A register that calls leave alone is saved and restored, which one use is not worth.
    int least = calls ? 2 : 1;
    uses.values().removeIf(count -> count < least);
    Map<MachineOperation, Integer> shared = new HashMap<>();
    uses.keySet()
        .forEach(key -> {
          int register = program.newRegister();
          shared.put(key, register);
          before
              .code()
              .add(
                  before.code().size() - 1,
                  new MachineBlock.Step(
                      key.map(_ -> register), before.code().getLast().position()));
        });
    for (MachineBlock block : loop) {
      block
          .code()
          .replaceAll(step -> {
            MachineOperation key = key(step.operation());
            Integer register = key == null ? null : shared.get(key);
            return register == null
                ? step
                : new MachineBlock.Step(
                    new MachineOperation.Move(step.operation().definitions().getFirst(), register),
                    step.position());
          });
    }
  }
}
