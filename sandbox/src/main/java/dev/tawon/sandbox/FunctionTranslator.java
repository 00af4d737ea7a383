package dev.tawon.sandbox;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.ByteSwapOrder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Operand;
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

/**
 * Translates a function, or a part of one that would be too long for one method.
 *
 * <p>A method that is a whole function has {@link Translator#FUNCTION}'s parameters. A part takes the machine, the frame's
 * number, the registers in an array, and the index of the instruction to go on with; it returns the index of the
 * one that comes after it, or -1 if the function has ended. Every block takes what it carries out from the budget, which is
 * looked at before a jump backwards.
 */
final class FunctionTranslator {
  private static final ClassDesc ARITHMETIC = Arithmetic.class.describeConstable().orElseThrow();
  private static final ClassDesc COMPARISON = Comparison.class.describeConstable().orElseThrow();
  private static final ClassDesc ACCESS = Access.class.describeConstable().orElseThrow();
  private static final ClassDesc FAULT = FaultException.class.describeConstable().orElseThrow();
  private static final ClassDesc REGISTERS = CD_long.arrayType();

  private static final MethodTypeDesc UNARY = MethodTypeDesc.of(CD_long, CD_long);
  private static final MethodTypeDesc BINARY = MethodTypeDesc.of(CD_long, CD_long, CD_long);
  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_boolean, CD_long, CD_long);
  private static final MethodTypeDesc LOAD = MethodTypeDesc.of(CD_long, CD_long, CD_int);
  private static final MethodTypeDesc STORE = MethodTypeDesc.of(CD_void, CD_long, CD_long, CD_int);
  private static final MethodTypeDesc GUESSED_LOAD =
      MethodTypeDesc.of(CD_long, Translator.BYTES, CD_long, CD_long, Translator.MACHINE, CD_int);
  private static final MethodTypeDesc GUESSED_STORE =
      MethodTypeDesc.of(
          CD_void, Translator.BYTES, CD_long, CD_long, CD_long, Translator.MACHINE, CD_int);
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
  private static final int R1 = 2;
  private static final int R0 = R1 + 2 * 5;
  private static final int R6 = R0 + 2;
  private static final int BUDGET = R6 + 2 * 5;
  private static final int CONTEXT = BUDGET + 2;
  private static final int WRITABLE_CONTEXT = CONTEXT + 1;
  private static final int STACK = WRITABLE_CONTEXT + 1;
  private static final int STACK_BASE = STACK + 1;
  static final int ARRAY = STACK_BASE + 2;
  static final int NEXT = ARRAY + 1;

  private final CodeBuilder code;
  private final Program program;
  private final Provenance provenance;
  private final Program.Function function;
  private final int start;
  private final int end;
  private final boolean whole;
  private final Map<Integer, Label> labels = new TreeMap<>();
  private final Map<Integer, Label> ways = new LinkedHashMap<>();
  private final Map<Integer, Label> overdrafts = new LinkedHashMap<>();

  /** Instructions since the budget was charged. */
  private int uncounted;

  private FunctionTranslator(
      CodeBuilder code,
      Program program,
      Provenance provenance,
      Program.Function function,
      int start,
      int end) {
    this.code = code;
    this.program = program;
    this.provenance = provenance;
    this.function = function;
    this.start = start;
    this.end = end;
    this.whole = start == function.start() && end == function.end();
  }

  /** Adds a function's methods to a class. */
  static void translate(ClassBuilder type, Program program, Provenance provenance, int number) {
    Program.Function function = program.functions().get(number);
    List<Integer> bounds = FunctionParts.bounds(program, function);
    String name = Translator.name(number);
    int flags = ClassFile.ACC_STATIC;
    if (bounds.size() == 2) {
      type.withMethodBody(
          name,
          Translator.FUNCTION,
          flags,
          code ->
              new FunctionTranslator(
                      code, program, provenance, function, function.start(), function.end())
                  .whole());
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
          code -> new FunctionTranslator(code, program, provenance, function, start, end).part());
    }
  }

  private void whole() {
    code.lconst_0().lstore(R0);
    for (int r = 6; r <= 9; r++) {
      code.lconst_0().lstore(local(Register.of(r)));
    }
    code.aload(MACHINE).getfield(Translator.MACHINE, "budget", CD_long).lstore(BUDGET);
    framePointer();
    body();
  }

  private void part() {
    code.aload(2).astore(ARRAY).iload(3).istore(NEXT); // before r1 takes their place
    for (int r = 0; r <= 9; r++) {
      code.aload(ARRAY).loadConstant(r).laload().lstore(local(Register.of(r)));
    }
    code.aload(MACHINE).getfield(Translator.MACHINE, "budget", CD_long).lstore(BUDGET);
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
        .lstore(local(Register.R10));
    if (function.usesStack()) {
      code.aload(MACHINE)
          .iload(FRAME)
          .invokevirtual(Translator.MACHINE, "frame", MethodTypeDesc.of(Translator.BYTES, CD_int))
          .astore(STACK);
      code.lload(local(Register.R10))
          .loadConstant((long) Machine.FRAME_BYTES)
          .lsub()
          .lstore(STACK_BASE);
    }
  }

  private void body() {
    for (int i = start; i < end; i++) {
      if (program.isLeader(i) || i == start) {
        charge();
        code.labelBinding(label(i));
      }
      uncounted++;
      if (program.writesFramePointer(i)) {
        fail("unsupported", i);
      } else {
        instruction(i);
      }
    }
    if (end < function.end()) {
      charge();
      code.goto_(way(end));
    }
    ways.forEach((target, label) -> {
      code.labelBinding(label).loadConstant(target).istore(NEXT);
      leavePart();
    });
    overdrafts.forEach((at, label) -> {
      code.labelBinding(label);
      saveBudget();
      fail("overdrawn", at);
    });
  }

  private void instruction(int i) {
    switch (program.at(i)) {
      case Instruction.Alu(var operator, var wide, var dst, var src) -> {
        load(dst);
        load(src);
        String name = operator.name().toLowerCase(Locale.ROOT) + (wide ? "64" : "32");
        code.invokestatic(ARITHMETIC, name, BINARY).lstore(local(dst));
      }
      case Instruction.Negate(var wide, var dst) -> unary(wide ? "neg64" : "neg32", dst, dst);
      case Instruction.MoveSignExtended(var bits, var wide, var dst, var src) ->
          unary("extend" + bits + "To" + (wide ? "64" : "32"), dst, src);
      case Instruction.ByteSwap(var order, var bits, var dst) ->
          unary((order == ByteSwapOrder.TO_LITTLE_ENDIAN ? "truncate" : "swap") + bits, dst, dst);
      case Instruction.LoadImmediate64 immediate -> {
        if (program.hasImmediate(i)) {
          code.loadConstant(program.immediate(i)).lstore(local(immediate.dst()));
        } else {
          fail("unsupported", i);
        }
      }
      case Instruction.Load(var width, var signed, var dst, var base, var offset) -> {
        load(i, width, base, offset);
        if (signed) {
          code.invokestatic(ARITHMETIC, "extend" + width.bytes() * 8 + "To64", UNARY);
        }
        code.lstore(local(dst));
      }
      case Instruction.LoadAcquire(var width, var dst, var base, var offset) -> {
        load(i, width, base, offset);
        code.lstore(local(dst));
      }
      case Instruction.Store(var width, var base, var offset, var src) ->
          store(i, width, base, offset, src);
      case Instruction.StoreRelease(var width, var base, var offset, var src) ->
          store(i, width, base, offset, src);
      case Instruction.Atomic atomic -> atomic(i, atomic);
      case Instruction.LoadPacket(var width, var index, var offset) -> {
        code.aload(MACHINE).loadConstant(width.bytes()).loadConstant((long) offset);
        if (index != null) {
          load(index);
          code.ladd();
        }
        code.invokevirtual(Translator.MACHINE, "loadPacket", PACKET).lstore(R0);
        Label enough = code.newLabel();
        code.lload(R0).lconst_0().lcmp().ifge(enough);
        code.lconst_0().lstore(R0);
        exit(uncounted);
        code.labelBinding(enough);
      }
      case Instruction.Branch(var condition, var wide, var dst, var src, _) -> {
        beforeJump(i);
        load(dst);
        load(src);
        String name = condition.name().toLowerCase(Locale.ROOT) + (wide ? "64" : "32");
        code.invokestatic(COMPARISON, name, COMPARE).ifne(target(i));
      }
      case Instruction.Goto _ -> beforeJump(i).goto_(target(i));
      case Instruction.MayGoto _ ->
          beforeJump(i)
              .aload(MACHINE)
              .invokevirtual(Translator.MACHINE, "loopsAreUsedUp", MethodTypeDesc.of(CD_boolean))
              .ifne(target(i));
      case Instruction.CallHelper(var helper) when helper == Machine.TAIL_CALL -> tailCall(i);
      case Instruction.CallHelper(var helper) -> {
        charge();
        saveBudget();
        code.aload(MACHINE).loadConstant(helper);
        arguments();
        code.loadConstant(i).invokevirtual(Translator.MACHINE, "callHelper", CALL_HELPER);
        afterCall();
      }
      case Instruction.CallRegister(var target) -> {
        charge();
        saveBudget();
        code.aload(MACHINE);
        load(target);
        arguments();
        code.loadConstant(i).invokevirtual(Translator.MACHINE, "callRegister", CALL_REGISTER);
        afterCall();
      }
      case Instruction.CallFunction _ -> callFunction(i);
      case Instruction.Exit() -> {
        exit(uncounted);
        uncounted = 0;
      }
      case Instruction.CallKernelFunction _,
          Instruction.GotoRegister _,
          Instruction.AddressSpaceCast _ ->
          fail("unsupported", i);
    }
  }

  private void unary(String name, Register dst, Register src) {
    load(src);
    code.invokestatic(ARITHMETIC, name, UNARY).lstore(local(dst));
  }

  private void load(int at, Width width, Register base, int offset) {
    String name = "load" + width.bytes() * Byte.SIZE;
    if (guess(at, base, CONTEXT)) {
      address(base, offset);
      code.aload(MACHINE).loadConstant(at).invokestatic(ACCESS, name, GUESSED_LOAD);
    } else {
      code.aload(MACHINE);
      address(base, offset);
      code.loadConstant(at).invokevirtual(Translator.MACHINE, name, LOAD);
    }
  }

  private void store(int at, Width width, Register base, int offset, Operand src) {
    String name = "store" + width.bytes() * Byte.SIZE;
    if (guess(at, base, WRITABLE_CONTEXT)) {
      address(base, offset);
      load(src);
      code.aload(MACHINE).loadConstant(at).invokestatic(ACCESS, name, GUESSED_STORE);
    } else {
      code.aload(MACHINE);
      address(base, offset);
      load(src);
      code.loadConstant(at).invokevirtual(Translator.MACHINE, name, STORE);
    }
  }

  /** Pushes the array and the address of the region that a pointer is taken to be in, if there is an idea. */
  private boolean guess(int at, Register base, int context) {
    return switch (provenance.of(at, base)) {
      case CONTEXT -> {
        code.aload(context).loadConstant(Region.address(Region.CONTEXT));
        yield true;
      }
      case STACK -> {
        code.aload(STACK).lload(STACK_BASE);
        yield true;
      }
      case UNKNOWN -> false;
    };
  }

  private void address(Register base, int offset) {
    load(base);
    if (offset != 0) {
      code.loadConstant((long) offset).ladd();
    }
  }

  @SuppressWarnings("EnumOrdinal") // the machine has the operators in the same order
  private void atomic(int at, Instruction.Atomic atomic) {
    code.aload(MACHINE)
        .loadConstant(atomic.operator().ordinal())
        .loadConstant(atomic.width() == Width.DOUBLE ? 1 : 0);
    address(atomic.base(), atomic.offset());
    load(atomic.src());
    code.lload(R0).loadConstant(at).invokevirtual(Translator.MACHINE, "atomic", ATOMIC);
    if (!atomic.fetch()) {
      code.pop2();
    } else {
      code.lstore(atomic.operator() == AtomicOperator.CMPXCHG ? R0 : local(atomic.src()));
    }
  }

  /** Charges what has been carried out; before a jump backwards, also looks whether there was as much. */
  private CodeBuilder beforeJump(int at) {
    charge();
    if (program.targetOf(at) <= at) {
      checkBudget(at);
    }
    return code;
  }

  private void checkBudget(int at) {
    code.lload(BUDGET).lconst_0().lcmp().iflt(overdrafts.computeIfAbsent(at, _ -> code.newLabel()));
  }

  private void charge() {
    if (uncounted > 0) {
      code.lload(BUDGET).loadConstant((long) uncounted).lsub().lstore(BUDGET);
      uncounted = 0;
    }
  }

  private void callFunction(int at) {
    int target = program.targetOf(at);
    int called = program.functionAt(target);
    charge();
    checkBudget(at);
    saveBudget();
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
    charge();
    saveBudget();
    code.aload(MACHINE);
    load(Register.R2);
    load(Register.R3);
    code.loadConstant(at)
        .invokevirtual(
            Translator.MACHINE,
            "tailCall",
            MethodTypeDesc.of(CD_boolean, CD_long, CD_long, CD_int));
    Label failed = code.newLabel();
    code.aload(MACHINE).getfield(Translator.MACHINE, "budget", CD_long).lstore(BUDGET);
    code.ifeq(failed);
    code.aload(MACHINE).getfield(Translator.MACHINE, "tailResult", CD_long).lstore(R0);
    exit(0);
    code.labelBinding(failed).loadConstant(-1L).lstore(R0);
  }

  private void arguments() {
    for (int r = 1; r <= 5; r++) {
      load(Register.of(r));
    }
  }

  private void afterCall() {
    code.lstore(R0);
    code.aload(MACHINE).getfield(Translator.MACHINE, "budget", CD_long).lstore(BUDGET);
  }

  private void saveBudget() {
    code.aload(MACHINE).lload(BUDGET).putfield(Translator.MACHINE, "budget", CD_long);
  }

  /** Ends the function with what r0 holds. */
  private void exit(int count) {
    code.aload(MACHINE)
        .lload(BUDGET)
        .loadConstant((long) count)
        .lsub()
        .putfield(Translator.MACHINE, "budget", CD_long);
    code.aload(MACHINE)
        .loadConstant(function.usesStack() ? 1 : 0)
        .invokevirtual(Translator.MACHINE, "leave", MethodTypeDesc.of(CD_void, CD_boolean));
    if (whole) {
      code.lload(R0).lreturn();
    } else {
      code.aload(ARRAY).loadConstant(0).lload(R0).lastore().loadConstant(-1).ireturn();
    }
  }

  /** Puts the registers back into the array, and says where to go on. */
  private void leavePart() {
    for (int r = 0; r <= 9; r++) {
      code.aload(ARRAY).loadConstant(r).lload(local(Register.of(r))).lastore();
    }
    saveBudget();
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

  private void load(Operand operand) {
    switch (operand) {
      case Register register -> code.lload(local(register));
      case Immediate(int value) -> code.loadConstant((long) value);
    }
  }

  static int local(Register register) {
    int number = register.number();
    return number == 0 ? R0 : number <= 5 ? R1 + 2 * (number - 1) : R6 + 2 * (number - 6);
  }
}
