package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.HelperNumbers.KTIME_GET_NS;
import static dev.tawon.compiler.ir.HelperNumbers.MAP_LOOKUP_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.TAIL_CALL;

import dev.tawon.compiler.ir.Position;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Label;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.lang.RunTimes;
import org.jspecify.annotations.Nullable;

/**
 * The code by which a program measures its run time. It is put around what is translated: at the begin, in one place through
 * which every end goes, and around calls of other programs, which do not come back unless they fail.
 */
final class TimingCode {

  /** Where {@link RunTimes#totalNs} is. */
  private static final int TOTAL = RunTimes.BUCKETS * Long.BYTES;

  private final Emitter emitter;
  private final StackFrame frame;
  private final Slots slots;
  private final String map;
  private final int index;
  private @Nullable Label end;

  /** The program's stack slots: when it began, and what is kept while another program is called; -1 if none is. */
  record Slots(int begin, int callee) {
    /** Eight bytes each: the call's three arguments, the map's value, the count's number, the time, the key. */
    private static final int CALL_BYTES = 7 * Long.BYTES;

    static Slots of(MachineProgram program) {
      boolean calls =
          program.blocks().stream()
              .flatMap(block -> block.code().stream())
              .anyMatch(step -> isTailCall(step.operation()));
      Position nowhere = new Position(program.position().file(), 0);
      int begin = program.newSlot(Long.BYTES, "@Timed: when the program began", nowhere);
      int callee =
          calls
              ? program.newSlot(CALL_BYTES, "@Timed: while another program is called", nowhere)
              : -1;
      return new Slots(begin, callee);
    }
  }

  /**
   * The code for a program.
   *
   * @param index its key in the map
   */
  TimingCode(Emitter emitter, StackFrame frame, Slots slots, String map, int index) {
    this.emitter = emitter;
    this.frame = frame;
    this.slots = slots;
    this.map = map;
    this.index = index;
  }

  static boolean isTailCall(MachineOperation operation) {
    return operation instanceof MachineOperation.CallHelper call && call.helper() == TAIL_CALL;
  }

  private CodeBuilder code() {
    return emitter.code();
  }

  private int begin() {
    return frame.offset(slots.begin());
  }

  private int kept(int which) {
    return frame.offset(slots.callee()) + which * Long.BYTES;
  }

  private void load(Register to, int offset) {
    code().load(Width.DOUBLE, to, Register.R10, offset);
  }

  private void store(int offset, Register from) {
    code().store(Width.DOUBLE, Register.R10, offset, from);
  }

  /** Before all else, when only the context is in its register. */
  void start() {
    code().move(Register.R6, Register.R1);
    code().callHelper(KTIME_GET_NS);
    store(begin(), Register.R0);
    code().move(Register.R1, Register.R6);
  }

  /** Ends the program with what is in the register of the result. */
  void exit() {
    if (end == null) {
      end = code().label("measured");
    }
    code().jump(end);
  }

  /** The end of all ways, behind all else. */
  void emit() {
    if (end == null) {
      return;
    }
    CodeBuilder code = code();
    code.bind(end);
    code.move(Register.R6, Register.R0);
    measure();
    code.move(Register.R7, Register.R0);
    logarithm();
    code.move(Register.R8, Register.R5);
    // The verifier of older kernels does not follow the logarithm.
    code.alu(AluOperator.AND, Register.R8, new Immediate(RunTimes.BUCKETS - 1));
    Label out = code.label("out");
    lookUp(begin(), out);
    count(Register.R0, Register.R8, Register.R7, 1);
    code.bind(out);
    code.move(Register.R0, Register.R6);
    code.exit();
  }

  /** Calls another program, whose arguments are in their registers: the time is counted before, and not if the call fails. */
  void tailCall() {
    CodeBuilder code = code();
    store(kept(0), Register.R1);
    store(kept(1), Register.R2);
    store(kept(2), Register.R3);
    measure();
    store(kept(5), Register.R0);
    logarithm();
    store(kept(4), Register.R5);
    Label uncounted = code.label("uncounted");
    Label call = code.label("call");
    Label out = code.label("failed");
    lookUp(kept(6), uncounted);
    store(kept(3), Register.R0);
    recount(1);
    code.jump(call);
    code.bind(uncounted);
    code.store(Width.DOUBLE, Register.R10, kept(3), new Immediate(0));
    code.bind(call);
    load(Register.R1, kept(0));
    load(Register.R2, kept(1));
    load(Register.R3, kept(2));
    code.callHelper(TAIL_CALL);
    load(Register.R0, kept(3));
    code.branch(JumpCondition.EQ, true, Register.R0, new Immediate(0), out);
    recount(-1);
    code.bind(out);
  }

  private void recount(int by) {
    load(Register.R5, kept(4));
    // The verifier of older kernels forgets what it knew of a number that was on the stack.
    code().alu(AluOperator.AND, Register.R5, new Immediate(RunTimes.BUCKETS - 1));
    load(Register.R4, kept(5));
    if (by < 0) {
      code().add(new Instruction.Negate(true, Register.R4));
    }
    count(Register.R0, Register.R5, Register.R4, by);
  }

  /** The time since the program began, in the register of the result. */
  private void measure() {
    code().callHelper(KTIME_GET_NS);
    load(Register.R1, begin());
    code().alu(AluOperator.SUB, Register.R0, Register.R1);
  }

  /**
   * The binary logarithm of what is in r0, in r5, without branches: the verifier would follow each of 64 ways to the end. If a
   * half has bits, it goes on with that, and has found a bit of the result.
   */
  private void logarithm() {
    CodeBuilder code = code();
    code.move(Register.R5, new Immediate(0));
    for (int bit = 5; bit >= 0; bit--) {
      code.move(Register.R1, Register.R0);
      code.alu(AluOperator.RSH, Register.R1, new Immediate(1 << bit));
      code.move(Register.R2, Register.R1);
      code.add(new Instruction.Negate(true, Register.R2));
      code.alu(AluOperator.OR, Register.R2, Register.R1);
      code.alu(AluOperator.RSH, Register.R2, new Immediate(Long.SIZE - 1));
      if (bit > 0) {
        code.alu(AluOperator.LSH, Register.R2, new Immediate(bit));
        code.alu(AluOperator.RSH, Register.R0, Register.R2);
      }
      code.alu(AluOperator.OR, Register.R5, Register.R2);
    }
  }

  /** The program's value in the map, in the register of the result. */
  private void lookUp(int key, Label missing) {
    CodeBuilder code = code();
    code.store(Width.WORD, Register.R10, key, new Immediate(index));
    code.move(Register.R2, Register.R10);
    code.alu(AluOperator.ADD, Register.R2, new Immediate(key));
    emitter.loadMap(Register.R1, map);
    code.callHelper(MAP_LOOKUP_ELEM);
    code.branch(JumpCondition.EQ, true, Register.R0, new Immediate(0), missing);
  }

  /** Atomically, since a program may interrupt itself. */
  private void count(Register value, Register bucket, Register time, int by) {
    CodeBuilder code = code();
    add(value, TOTAL, time);
    code.alu(AluOperator.LSH, bucket, new Immediate(3));
    code.alu(AluOperator.ADD, value, bucket);
    code.move(Register.R1, new Immediate(by));
    add(value, 0, Register.R1);
  }

  private void add(Register base, int offset, Register amount) {
    code()
        .add(
            new Instruction.Atomic(
                AtomicOperator.ADD, false, Width.DOUBLE, base, (short) offset, amount));
  }
}
