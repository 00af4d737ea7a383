package dev.tawon.sandbox;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Which region the address in a register most likely belongs to, at each instruction.
 *
 * <p>Only guesses, that compiled programs check where they use them: arithmetic may take a pointer anywhere. Found by
 * following registers from where functions begin.
 */
final class Provenance {
  /** What is known of a register. */
  enum Origin {
    CONTEXT,
    STACK,
    UNKNOWN
  }

  private static final int REGISTERS = 11;

  private final Program program;

  /** By instruction, then register; null where control has not come yet. */
  private final Origin[][] before;

  private final Deque<Integer> pending = new ArrayDeque<>();

  private Provenance(Program program) {
    this.program = program;
    this.before = new Origin[program.instructions().size()][];
    Origin[] entry = unknown();
    entry[1] = Origin.CONTEXT;
    entry[10] = Origin.STACK;
    flow(entry, 0);
    for (Program.Function function : program.functions()) {
      settle();
      if (before[function.start()] == null) { // called through a register, or by a helper
        Origin[] called = unknown();
        called[10] = Origin.STACK;
        flow(called, function.start());
      }
    }
    settle();
  }

  static Provenance of(Program program) {
    return new Provenance(program);
  }

  /** Where an address in a register most likely leads at an instruction. */
  Origin of(int instruction, Register register) {
    Origin[] state = before[instruction];
    return state == null ? Origin.UNKNOWN : state[register.number()];
  }

  private static Origin[] unknown() {
    Origin[] origins = new Origin[REGISTERS];
    Arrays.fill(origins, Origin.UNKNOWN);
    return origins;
  }

  private void settle() {
    while (!pending.isEmpty()) {
      step(pending.pop());
    }
  }

  private void step(int index) {
    Instruction instruction = program.at(index);
    Origin[] state = before[index].clone();
    Origin[] call = null;
    switch (instruction) {
      case Instruction.Alu(var operator, var wide, var dst, var src) ->
          state[dst.number()] = wide ? result(operator, state, dst, src) : Origin.UNKNOWN;
      case Instruction.CallFunction _ -> {
        call = unknown();
        for (int r = 1; r <= 5; r++) {
          call[r] = state[r] == Origin.STACK ? Origin.UNKNOWN : state[r];
        }
        call[10] = Origin.STACK;
        state[0] = Origin.UNKNOWN;
      }
      default -> {
        Register written = Program.written(instruction);
        if (written != Register.R0 || Program.setsR0(instruction)) {
          state[written.number()] = Origin.UNKNOWN;
        }
      }
    }
    switch (instruction) {
      case Instruction.Exit _, Instruction.GotoRegister _ -> {}
      case Instruction.Goto _ -> flow(state, program.targetOf(index));
      case Instruction.Branch _, Instruction.MayGoto _ -> {
        flow(state, program.targetOf(index));
        flow(state, index + 1);
      }
      default -> flow(state, index + 1);
    }
    if (call != null) {
      flow(call, program.targetOf(index));
    }
  }

  private static Origin result(AluOperator operator, Origin[] state, Register dst, Operand src) {
    Origin left = state[dst.number()];
    Origin right = src instanceof Register register ? state[register.number()] : Origin.UNKNOWN;
    return switch (operator) {
      case MOV -> right;
      case ADD -> left == Origin.UNKNOWN ? right : left;
      case SUB -> left;
      case MUL, DIV, SDIV, OR, AND, LSH, RSH, MOD, SMOD, XOR, ARSH -> Origin.UNKNOWN;
    };
  }

  /** Lets a state reach an instruction, which is looked at again if that makes a difference. */
  private void flow(Origin[] state, int to) {
    Origin[] old = before[to];
    if (old == null) {
      before[to] = state.clone();
      pending.push(to);
      return;
    }
    boolean changed = false;
    for (int r = 0; r < REGISTERS; r++) {
      if (old[r] != state[r] && old[r] != Origin.UNKNOWN) {
        old[r] = Origin.UNKNOWN;
        changed = true;
      }
    }
    if (changed) {
      pending.push(to);
    }
  }
}
