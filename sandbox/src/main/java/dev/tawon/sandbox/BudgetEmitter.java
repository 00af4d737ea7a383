package dev.tawon.sandbox;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a compiled function counts its instructions: every block takes what it carries out from the credit, an {@code int} part
 * of the machine's budget, which is looked at before a jump backwards.
 */
final class BudgetEmitter {
  private static final MethodTypeDesc REFILL = MethodTypeDesc.of(CD_void, CD_int);
  private static final MethodTypeDesc CREDIT = MethodTypeDesc.of(CD_int);
  private static final MethodTypeDesc SETTLE = MethodTypeDesc.of(CD_void, CD_int);

  private final CodeBuilder code;
  private final Program program;
  private final @Nullable StraightLoops loops;

  /** The variable with how many instructions may be carried out before the machine has to be asked. */
  private final int credit;

  /** The variable with what loops have taken too much from it. */
  private final int overcharge;

  private final boolean isLookedAt;
  private final Map<Integer, Overdraft> overdrafts = new LinkedHashMap<>();

  /** Instructions since the credit was charged. */
  private int uncounted;

  /**
   * A place where the credit is used up.
   *
   * @param asked where the machine is asked for more
   * @param goesOn where control goes on if it has more
   */
  private record Overdraft(Label asked, Label goesOn) {}

  /**
   * Counts instructions of a function.
   *
   * @param first a local variable: it and the next one are taken
   */
  BudgetEmitter(
      CodeBuilder code,
      Program program,
      @Nullable StraightLoops loops,
      Program.Function function,
      int first) {
    this.code = code;
    this.program = program;
    this.loops = loops;
    this.credit = first;
    this.overcharge = first + 1;
    this.isLookedAt = program.looksAtBudget(function);
  }

  /** Begins, or goes on after a call. A function that never looks at its credit has one of nothing, and overdraws it. */
  void take() {
    if (isLookedAt) {
      code.aload(FunctionTranslator.MACHINE)
          .invokevirtual(Translator.MACHINE, "credit", CREDIT)
          .istore(credit);
      code.iconst_0().istore(overcharge);
    } else {
      code.iconst_0().istore(credit);
    }
  }

  /** Counts an instruction. */
  void count() {
    uncounted++;
  }

  /** Charges what has been counted: at the end of a block. */
  void charge() {
    if (uncounted > 0) {
      code.iinc(credit, -uncounted);
      uncounted = 0;
    }
  }

  /** Charges what has been counted; before a jump backwards, also looks whether there was as much. */
  void beforeJump(int at) {
    charge();
    int length = loops == null ? 0 : loops.length(at);
    int more = length == 0 ? 0 : Integer.highestOneBit(2 * length - 1) - length;
    if (more > 0) {
      // HotSpot moves the check out of a loop only where the loop takes a power of two.
      code.iinc(credit, -more).iinc(overcharge, more);
    }
    if (program.targetOf(at) <= at) {
      look(at);
    }
  }

  /** Charges, looks, and tells the machine: before a call of a function. */
  void beforeFunction(int at) {
    charge();
    look(at);
    save();
  }

  private void look(int at) {
    Overdraft overdraft = new Overdraft(code.newLabel(), code.newLabel());
    overdrafts.put(at, overdraft);
    code.iload(credit).iflt(overdraft.asked()).labelBinding(overdraft.goesOn());
  }

  /** Tells the machine what is left of the credit. */
  void save() {
    settle(0);
  }

  /** Tells the machine what is left, less what has been counted and stays so: before a return. */
  void saveCounted() {
    settle(uncounted);
  }

  private void settle(int count) {
    code.aload(FunctionTranslator.MACHINE).iload(credit);
    if (isLookedAt) {
      code.iload(overcharge).iadd();
    }
    code.loadConstant(count)
        .isub()
        .invokevirtual(Translator.MACHINE, isLookedAt ? "settle" : "settleUnlooked", SETTLE);
  }

  /** What is counted so far belongs to no path that goes on. */
  void forget() {
    uncounted = 0;
  }

  /** Adds what is out of the way: where the credit is used up. */
  void end() {
    overdrafts.forEach((at, overdraft) -> {
      code.labelBinding(overdraft.asked());
      save();
      code.aload(FunctionTranslator.MACHINE)
          .loadConstant(at)
          .invokevirtual(Translator.MACHINE, "refill", REFILL);
      take();
      code.goto_(overdraft.goesOn());
    });
  }
}
