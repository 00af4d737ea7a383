package dev.tawon.sandbox;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.ByteSwapOrder;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Translates a function, or a part of one that would be too long for one method.
 *
 * <p>A method that is a whole function has {@link Translator#FUNCTION}'s parameters. A part takes the machine, the frame's
 * number, the registers in an array, and the index of the instruction to go on with; it returns the index of the
 * one that comes after it, or -1 if the function has ended.
 */
final class FunctionTranslator {
  private static final ClassDesc COMPARISON = Comparison.class.describeConstable().orElseThrow();
  private static final ClassDesc FAULT = FaultException.class.describeConstable().orElseThrow();
  private static final ClassDesc REGISTERS = CD_long.arrayType();

  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_boolean, CD_long, CD_long);
  private static final MethodTypeDesc EXTEND = MethodTypeDesc.of(CD_long, CD_long);
  private static final MethodTypeDesc ATOMIC =
      MethodTypeDesc.of(CD_long, CD_int, CD_boolean, CD_long, CD_long, CD_long, CD_int);
  private static final MethodTypeDesc PACKET = MethodTypeDesc.of(CD_long, CD_int, CD_long);
  private static final MethodTypeDesc CALL_HELPER =
      MethodTypeDesc.of(CD_long, CD_int, CD_long, CD_long, CD_long, CD_long, CD_long, CD_int);
  private static final MethodTypeDesc CALL_REGISTER =
      MethodTypeDesc.of(CD_long, CD_long, CD_long, CD_long, CD_long, CD_long, CD_long, CD_int);
  private static final MethodTypeDesc FAIL = MethodTypeDesc.of(FAULT, CD_int);
  static final MethodTypeDesc PART =
      MethodTypeDesc.of(CD_int, Translator.MACHINE, CD_int, REGISTERS, CD_int);

  // Local variables; r1 to r5 are where a function's parameters are.
  static final int MACHINE = 0;
  static final int FRAME = 1;
  static final int R1 = 2;
  static final int R0 = R1 + 2 * 5;
  static final int R6 = R0 + 2;

  /** Two that {@link BudgetEmitter} uses. */
  private static final int BUDGET = R6 + 2 * 5;

  static final int CONTEXT = BUDGET + 2;
  static final int WRITABLE_CONTEXT = CONTEXT + 1;
  static final int STACK = WRITABLE_CONTEXT + 1;
  static final int STACK_BASE = STACK + 1;
  static final int ARRAY = STACK_BASE + 2;
  static final int NEXT = ARRAY + 1;
  static final int INDEX = NEXT + 1;

  private final CodeBuilder code;
  private final Program program;
  private final RegisterEmitter registers;
  private final AccessEmitter accesses;
  private final @Nullable StraightLoops loops;
  private final Program.Function function;
  private final int start;
  private final int end;
  private final boolean whole;
  private final BudgetEmitter budget;
  private final Map<Integer, Label> labels = new TreeMap<>();
  private final Map<Integer, Label> ways = new LinkedHashMap<>();

  private FunctionTranslator(
      CodeBuilder code,
      Program program,
      Provenance provenance,
      @Nullable StraightLoops loops,
      Program.Function function,
      int start,
      int end) {
    this.code = code;
    this.program = program;
    this.loops = loops;
    this.registers = new RegisterEmitter(code, provenance, loops, INDEX + 1);
    this.accesses = new AccessEmitter(code, provenance, registers);
    this.function = function;
    this.budget = new BudgetEmitter(code, program, loops, function, BUDGET);
    this.start = start;
    this.end = end;
    this.whole = start == function.start() && end == function.end();
  }

  private FunctionTranslator(
      CodeBuilder code,
      Program program,
      Provenance provenance,
      @Nullable StraightLoops loops,
      Program.Function function) {
    this(code, program, provenance, loops, function, function.start(), function.end());
  }

  /**
   * Adds a function's methods to a class.
   *
   * @param loops the function's; null if it has no room for what makes them faster
   */
  static void translate(
      ClassBuilder type,
      Program program,
      Provenance provenance,
      @Nullable StraightLoops loops,
      int number) {
    Program.Function function = program.functions().get(number);
    List<Integer> bounds = FunctionParts.bounds(program, function);
    String name = Translator.name(number);
    int flags = ClassFile.ACC_STATIC;
    if (bounds.size() == 2) {
      type.withMethodBody(
          name,
          Translator.FUNCTION,
          flags,
          code -> new FunctionTranslator(code, program, provenance, loops, function).whole());
      return;
    }
    type.withMethodBody(
        name, Translator.FUNCTION, flags, code -> FunctionParts.connect(code, name, bounds));
    for (int part = 0; part < bounds.size() - 1; part++) {
      int start = bounds.get(part);
      int end = bounds.get(part + 1);
      type.withMethodBody(
          name + "p" + part,
          PART,
          flags,
          code ->
              new FunctionTranslator(code, program, provenance, null, function, start, end).part());
    }
  }

  /** Adds the first function as the method {@code start}, which enters it. */
  static void start(
      ClassBuilder type, Program program, Provenance provenance, @Nullable StraightLoops loops) {
    Program.Function function = program.functions().getFirst();
    type.withMethodBody(
        "start",
        Translator.START,
        0,
        code -> {
          // The machine is behind this object, and the registers are where a function has them.
          code.aload(1).astore(MACHINE);
          enter(code, function, MACHINE);
          code.istore(FRAME);
          new FunctionTranslator(code, program, provenance, loops, function).whole();
        });
  }

  /** Pushes the number of the frame that is entered for a function. */
  static void enter(CodeBuilder code, Program.Function function, int machine) {
    code.aload(machine)
        .loadConstant(function.start())
        .loadConstant(function.usesStack() ? 1 : 0)
        .invokevirtual(Translator.MACHINE, "enter", Translator.ENTER);
  }

  private void whole() {
    for (int r = 0; r <= 9; r++) {
      Register register = Register.of(r);
      if (r == 0 || r > 5) {
        code.lconst_0();
        registers.store(register);
      } else if (registers.isCounter(register)) { // a parameter
        code.lload(RegisterEmitter.local(register));
        registers.store(register);
      }
    }
    budget.take();
    framePointer();
    body();
  }

  private void part() {
    code.aload(2).astore(ARRAY).iload(3).istore(NEXT); // before r1 takes their place
    for (int r = 0; r <= 9; r++) {
      code.aload(ARRAY).loadConstant(r).laload();
      registers.store(Register.of(r));
    }
    budget.take();
    framePointer();
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = start; i < end; i++) {
      if (i == start || program.isLeader(i)) {
        cases.add(SwitchCase.of(i, label(i)));
      }
    }
    code.iload(NEXT).lookupswitch(label(start), cases);
    body();
  }

  private void framePointer() {
    code.aload(MACHINE).getfield(Translator.MACHINE, "context", Translator.BYTES).astore(CONTEXT);
    code.aload(MACHINE)
        .getfield(Translator.MACHINE, "writableContext", Translator.BYTES)
        .astore(WRITABLE_CONTEXT);
    code.iload(FRAME)
        .invokestatic(Translator.MACHINE, "framePointer", MethodTypeDesc.of(CD_long, CD_int))
        .lstore(RegisterEmitter.local(Register.R10));
    if (function.usesStack()) {
      code.aload(MACHINE)
          .iload(FRAME)
          .invokevirtual(Translator.MACHINE, "frame", MethodTypeDesc.of(Translator.BYTES, CD_int))
          .astore(STACK);
      code.lload(RegisterEmitter.local(Register.R10))
          .loadConstant((long) Machine.FRAME_BYTES)
          .lsub()
          .lstore(STACK_BASE);
    }
  }

  private void body() {
    for (int i = start; i < end; i++) {
      if (program.isLeader(i) || i == start) {
        budget.charge();
        code.labelBinding(label(i));
        registers.forget();
      }
      budget.count();
      if (program.writesFramePointer(i)) {
        fail("unsupported", i);
      } else {
        instruction(i);
      }
    }
    if (end < function.end()) {
      budget.charge();
      code.goto_(way(end));
    }
    ways.forEach((target, label) -> {
      code.labelBinding(label).loadConstant(target).istore(NEXT);
      leavePart();
    });
    budget.end();
  }

  private void instruction(int i) {
    switch (program.at(i)) {
      case Instruction.Alu alu -> registers.alu(i, alu);
      case Instruction.Negate(var wide, var dst) ->
          registers.unary(wide ? "neg64" : "neg32", dst, dst);
      case Instruction.MoveSignExtended(var bits, var wide, var dst, var src) ->
          registers.unary("extend" + bits + "To" + (wide ? "64" : "32"), dst, src);
      case Instruction.ByteSwap(var order, var bits, var dst) ->
          registers.unary(
              (order == ByteSwapOrder.TO_LITTLE_ENDIAN ? "truncate" : "swap") + bits, dst, dst);
      case Instruction.LoadImmediate64 immediate -> {
        if (program.hasImmediate(i)) {
          code.loadConstant(program.immediate(i));
          registers.store(immediate.dst());
        } else {
          fail("unsupported", i);
        }
      }
      case Instruction.Load(var width, var signed, var dst, var base, var offset) -> {
        accesses.load(i, width, base, offset);
        if (signed) {
          code.invokestatic(Translator.ARITHMETIC, "extend" + width.bytes() * 8 + "To64", EXTEND);
        }
        registers.store(dst);
      }
      case Instruction.LoadAcquire(var width, var dst, var base, var offset) -> {
        accesses.load(i, width, base, offset);
        registers.store(dst);
      }
      case Instruction.Store(var width, var base, var offset, var src) ->
          accesses.store(i, width, base, offset, src);
      case Instruction.StoreRelease(var width, var base, var offset, var src) ->
          accesses.store(i, width, base, offset, src);
      case Instruction.Atomic atomic -> atomic(i, atomic);
      case Instruction.LoadPacket(var width, var index, var offset) -> {
        code.aload(MACHINE).loadConstant(width.bytes()).loadConstant((long) offset);
        if (index != null) {
          registers.load(index);
          code.ladd();
        }
        code.invokevirtual(Translator.MACHINE, "loadPacket", PACKET);
        registers.store(Register.R0);
        Label enough = code.newLabel();
        registers.load(Register.R0);
        code.lconst_0().lcmp().ifge(enough);
        code.lconst_0();
        registers.store(Register.R0);
        exit();
        code.labelBinding(enough);
      }
      case Instruction.Branch branch -> {
        budget.beforeJump(i);
        boolean closesLoop = loops != null && loops.length(i) > 0;
        if (closesLoop
            && branch.condition() == JumpCondition.NE
            && registers.jumpBackUnlessReached(branch, target(i))) {
          return;
        }
        if (branch.wide()) {
          registers.load(branch.dst());
          registers.load(branch.src());
        } else {
          registers.loadLow(branch.dst());
          registers.loadLow(branch.src());
        }
        String name =
            branch.condition().name().toLowerCase(Locale.ROOT) + (branch.wide() ? "64" : "32");
        code.invokestatic(COMPARISON, name, COMPARE).ifne(target(i));
      }
      case Instruction.Goto _ -> {
        budget.beforeJump(i);
        code.goto_(target(i));
      }
      case Instruction.MayGoto _ -> {
        budget.beforeJump(i);
        code.aload(MACHINE)
            .invokevirtual(Translator.MACHINE, "loopsAreUsedUp", MethodTypeDesc.of(CD_boolean))
            .ifne(target(i));
      }
      case Instruction.CallHelper(var helper) when helper == Machine.TAIL_CALL -> tailCall(i);
      case Instruction.CallHelper(var helper) -> {
        budget.charge();
        budget.save();
        code.aload(MACHINE).loadConstant(helper);
        arguments();
        code.loadConstant(i).invokevirtual(Translator.MACHINE, "callHelper", CALL_HELPER);
        afterCall();
      }
      case Instruction.CallRegister(var target) -> {
        budget.charge();
        budget.save();
        code.aload(MACHINE);
        registers.load(target);
        arguments();
        code.loadConstant(i).invokevirtual(Translator.MACHINE, "callRegister", CALL_REGISTER);
        afterCall();
      }
      case Instruction.CallFunction _ -> callFunction(i);
      case Instruction.Exit() -> {
        exit();
        budget.forget();
      }
      case Instruction.CallKernelFunction _,
          Instruction.GotoRegister _,
          Instruction.AddressSpaceCast _ ->
          fail("unsupported", i);
    }
  }

  @SuppressWarnings("EnumOrdinal") // the machine has the operators in the same order
  private void atomic(int at, Instruction.Atomic atomic) {
    code.aload(MACHINE)
        .loadConstant(atomic.operator().ordinal())
        .loadConstant(atomic.width() == Width.DOUBLE ? 1 : 0);
    accesses.address(atomic.base(), atomic.offset());
    registers.load(atomic.src());
    registers.load(Register.R0);
    code.loadConstant(at).invokevirtual(Translator.MACHINE, "atomic", ATOMIC);
    if (!atomic.fetch()) {
      code.pop2();
    } else {
      registers.store(atomic.operator() == AtomicOperator.CMPXCHG ? Register.R0 : atomic.src());
    }
  }

  private void callFunction(int at) {
    int target = program.targetOf(at);
    int called = program.functionAt(target);
    budget.beforeFunction(at);
    code.aload(MACHINE)
        .aload(MACHINE)
        .loadConstant(at)
        .loadConstant(program.functions().get(called).usesStack() ? 1 : 0)
        .invokevirtual(Translator.MACHINE, "enter", Translator.ENTER);
    arguments();
    code.invokestatic(Translator.COMPILED, Translator.name(called), Translator.FUNCTION);
    afterCall();
  }

  /** Where the other program ran, its result is the function's; else the program goes on. */
  private void tailCall(int at) {
    budget.charge();
    budget.save();
    code.aload(MACHINE);
    registers.load(Register.R2);
    registers.load(Register.R3);
    code.loadConstant(at)
        .invokevirtual(
            Translator.MACHINE,
            "tailCall",
            MethodTypeDesc.of(CD_boolean, CD_long, CD_long, CD_int));
    Label failed = code.newLabel();
    budget.take();
    code.ifeq(failed);
    code.aload(MACHINE).getfield(Translator.MACHINE, "tailResult", CD_long);
    registers.store(Register.R0);
    exit();
    code.labelBinding(failed).loadConstant(-1L);
    registers.store(Register.R0);
  }

  private void arguments() {
    for (int r = 1; r <= 5; r++) {
      registers.load(Register.of(r));
    }
  }

  private void afterCall() {
    registers.store(Register.R0);
    budget.take();
  }

  /** Ends the function with what r0 holds. */
  private void exit() {
    budget.saveCounted();
    code.aload(MACHINE)
        .loadConstant(function.usesStack() ? 1 : 0)
        .invokevirtual(Translator.MACHINE, "leave", MethodTypeDesc.of(CD_void, CD_boolean));
    if (whole) {
      registers.load(Register.R0);
      code.lreturn();
    } else {
      code.aload(ARRAY).loadConstant(0).lload(R0).lastore().loadConstant(-1).ireturn();
    }
  }

  /** Puts the registers back into the array, and says where to go on. */
  private void leavePart() {
    for (int r = 0; r <= 9; r++) {
      code.aload(ARRAY).loadConstant(r).lload(RegisterEmitter.local(Register.of(r))).lastore();
    }
    budget.save();
    code.iload(NEXT).ireturn();
  }

  private void fail(String method, int at) {
    code.aload(MACHINE).loadConstant(at).invokevirtual(Translator.MACHINE, method, FAIL).athrow();
  }

  private Label target(int at) {
    int target = program.targetOf(at);
    return target >= start && target < end ? label(target) : way(target);
  }

  private Label label(int index) {
    return labels.computeIfAbsent(index, _ -> code.newLabel());
  }

  /** The way out of this part to an instruction of another. */
  private Label way(int index) {
    return ways.computeIfAbsent(index, _ -> code.newLabel());
  }
}
