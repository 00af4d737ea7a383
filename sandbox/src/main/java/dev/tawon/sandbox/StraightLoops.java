package dev.tawon.sandbox;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Register;

/**
 * The loops of a function that go one way: control comes in at the first instruction, and what jumps elsewhere than back
 * to it from the last one leaves the loop. HotSpot unrolls such loops and moves their checks out, if what they count is
 * an {@code int}; here is said which registers that is worth while for.
 */
final class StraightLoops {
  private final Program program;
  private final Program.Function function;

  /** By instruction, how many jumps lead to it. */
  private final int[] jumps;

  /** By register, the sign of what a loop adds to it; 0 if it is no counter. */
  private final int[] steps = new int[Register.R10.number() + 1];

  private StraightLoops(Program program, Provenance provenance, Program.Function function) {
    this.program = program;
    this.function = function;
    this.jumps = new int[function.end() - function.start()];
    for (int i = function.start(); i < function.end(); i++) {
      if (isJump(i)) {
        jumps[program.targetOf(i) - function.start()]++;
      }
    }
    for (int i = function.start(); i < function.end(); i++) {
      if (endsLoop(i)) {
        counters(provenance, program.targetOf(i), i);
      }
    }
  }

  static StraightLoops of(Program program, Provenance provenance, Program.Function function) {
    return new StraightLoops(program, provenance, function);
  }

  /** How many instructions a loop has that goes on until a counter is there; 0 if a jump closes none. */
  int length(int jump) {
    return program.at(jump) instanceof Instruction.Branch branch
            && isCounter(branch.dst())
            && endsLoop(jump)
        ? jump - program.targetOf(jump) + 1
        : 0;
  }

  /** Whether a register counts in a loop. */
  boolean isCounter(Register register) {
    return steps[register.number()] != 0;
  }

  /** Whether a counter goes down. */
  boolean goesDown(Register register) {
    return steps[register.number()] < 0;
  }

  private boolean isJump(int index) {
    return switch (program.at(index)) {
      case Instruction.Branch _, Instruction.Goto _, Instruction.MayGoto _ -> true;
      default -> false;
    };
  }

  private boolean endsLoop(int jump) {
    if (!isJump(jump) || program.targetOf(jump) > jump) {
      return false;
    }
    int head = program.targetOf(jump);
    for (int i = head; i <= jump; i++) {
      if (i > head && jumps[i - function.start()] > 0) {
        return false;
      }
      boolean leaves =
          switch (program.at(i)) {
            case Instruction.Branch _, Instruction.Goto _, Instruction.MayGoto _ ->
                i < jump && program.targetOf(i) >= head && program.targetOf(i) <= jump;
            case Instruction.CallHelper _,
                Instruction.CallFunction _,
                Instruction.CallRegister _,
                Instruction.CallKernelFunction _,
                Instruction.LoadPacket _,
                Instruction.GotoRegister _,
                Instruction.Exit _ ->
                true;
            default -> false;
          };
      if (leaves) {
        return false;
      }
    }
    return true;
  }

  /** Notes what a loop adds constants to, and uses as a pointer or compares as 32 bits. */
  private void counters(Provenance provenance, int head, int jump) {
    int[] added = new int[steps.length];
    boolean[] used = new boolean[steps.length];
    for (int i = head; i <= jump; i++) {
      switch (program.at(i)) {
        case Instruction.Alu(var operator, var wide, var dst, Immediate(int value))
            when operator == AluOperator.ADD && wide ->
            added[dst.number()] = Integer.signum(value);
        case Instruction.Load load ->
            used[load.base().number()] |= isGuessed(provenance, i, load.base());
        case Instruction.Store store ->
            used[store.base().number()] |= isGuessed(provenance, i, store.base());
        case Instruction.Branch(var condition, var wide, var dst, var src, _) -> {
          boolean closes = i == jump && condition == JumpCondition.NE && src instanceof Immediate;
          used[dst.number()] |= !wide || closes;
          if (!wide && src instanceof Register register) {
            used[register.number()] = true;
          }
        }
        default -> {}
      }
    }
    for (int r = 0; r < Register.R10.number(); r++) {
      if (added[r] != 0 && used[r] && steps[r] == 0) {
        steps[r] = added[r];
      }
    }
  }

  private static boolean isGuessed(Provenance provenance, int at, Register base) {
    return provenance.of(at, base) != Provenance.Origin.UNKNOWN;
  }
}
