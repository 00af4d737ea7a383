package dev.tawon.sandbox;

import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import dev.tawon.isa.Instruction;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a program into a hidden class.
 *
 * <p>Each function becomes a static method, {@code f0} and so on, with the registers in local variables; one that is too
 * long for HotSpot becomes several, between which the registers pass through an array. {@code run} calls the function
 * with a number.
 */
final class Translator {
  static final ClassDesc MACHINE = Machine.class.describeConstable().orElseThrow();
  static final ClassDesc ARITHMETIC = Arithmetic.class.describeConstable().orElseThrow();
  static final ClassDesc BYTES = CD_byte.arrayType();

  /** The compiled class. */
  static final ClassDesc COMPILED = ClassDesc.of("dev.tawon.sandbox.Compiled");

  /** A function: the machine, the frame's number, {@code r1} to {@code r5}. */
  static final MethodTypeDesc FUNCTION =
      MethodTypeDesc.of(CD_long, MACHINE, CD_int, CD_long, CD_long, CD_long, CD_long, CD_long);

  private static final ClassDesc EXECUTABLE = Executable.class.describeConstable().orElseThrow();

  /** What {@link Executable#start} takes: the same without the frame's number. */
  static final MethodTypeDesc START =
      MethodTypeDesc.of(CD_long, MACHINE, CD_long, CD_long, CD_long, CD_long, CD_long);

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(CD_long, MACHINE, CD_int, CD_long, CD_long, CD_long, CD_long, CD_long);
  static final MethodTypeDesc ENTER =
      MethodTypeDesc.of(CD_int, CD_int, java.lang.constant.ConstantDescs.CD_boolean);

  private final Program program;
  private final Provenance provenance;

  /** The functions whose loops are not made faster: the methods would be too long for HotSpot. */
  private final Set<Integer> plain = new HashSet<>();

  private Translator(Program program) {
    this.program = program;
    this.provenance = Provenance.of(program);
  }

  /**
   * The program's class, loaded.
   *
   * @throws UntranslatableException if the class file format has no room for it
   */
  static Executable translate(Program program) {
    byte[] bytes;
    try {
      bytes = new Translator(program).classFile();
    } catch (IllegalArgumentException e) { // what java.lang.classfile says of limits of the format
      throw new UntranslatableException(e);
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (Executable)
          lookup
              .findConstructor(
                  lookup.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
              .invoke();
    } catch (Throwable e) {
      throw new LinkageError("a class that was made of a program cannot be used", e);
    }
  }

  private byte[] classFile() {
    byte[] bytes = ClassFile.of().build(COMPILED, this::members);
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < program.functions().size(); i++) {
      numbers.put(i == 0 && startsInPlace() ? "start" : name(i), i);
    }
    for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
      Integer number = numbers.get(method.methodName().stringValue());
      if (number != null
          && method.findAttribute(Attributes.code()).orElseThrow().codeLength()
              > FunctionParts.HUGE) {
        plain.add(number);
      }
    }
    return plain.isEmpty() ? bytes : ClassFile.of().build(COMPILED, this::members);
  }

  private void members(ClassBuilder type) {
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
    type.withSuperclass(EXECUTABLE);
    type.withMethodBody(
        INIT_NAME,
        MTD_void,
        0,
        code -> code.aload(0).invokespecial(EXECUTABLE, INIT_NAME, MTD_void).return_());
    type.withMethodBody("run", RUN, 0, this::run);
    if (!startsInPlace()) {
      type.withMethodBody("start", START, 0, code -> call(code, 0, 1, 2));
    }
    for (int number = 0; number < program.functions().size(); number++) {
      Program.Function function = program.functions().get(number);
      StraightLoops loops =
          plain.contains(number) ? null : StraightLoops.of(program, provenance, function);
      if (number == 0 && startsInPlace()) {
        FunctionTranslator.start(type, program, provenance, loops);
      } else {
        FunctionTranslator.translate(type, program, provenance, loops, number);
      }
    }
  }

  /**
   * Whether the first function is the method {@code start} itself, which saves a call: it is if no other function calls it
   * by name.
   */
  private boolean startsInPlace() {
    if (FunctionParts.bounds(program, program.functions().getFirst()).size() > 2) {
      return false;
    }
    for (int i = 0; i < program.instructions().size(); i++) {
      if (program.at(i) instanceof Instruction.CallFunction && program.targetOf(i) == 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code run(machine, function, r1, …)}: a switch over the functions. */
  private void run(CodeBuilder code) {
    List<Label> labels = new ArrayList<>();
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = 0; i < program.functions().size(); i++) {
      labels.add(code.newLabel());
      cases.add(SwitchCase.of(i, labels.get(i)));
    }
    code.iload(2).tableswitch(0, cases.size() - 1, labels.getFirst(), cases);
    for (int i = 0; i < labels.size(); i++) {
      code.labelBinding(labels.get(i));
      if (i == 0) {
        code.aload(0).aload(1);
        arguments(code, 3);
        code.invokevirtual(COMPILED, "start", START).lreturn();
      } else {
        call(code, i, 1, 3);
      }
    }
  }

  /** Enters a function, and returns what it returns. */
  private void call(CodeBuilder code, int number, int machine, int r1) {
    code.aload(machine);
    FunctionTranslator.enter(code, program.functions().get(number), machine);
    arguments(code, r1);
    code.invokestatic(COMPILED, name(number), FUNCTION).lreturn();
  }

  private static void arguments(CodeBuilder code, int r1) {
    for (int r = 0; r < 5; r++) {
      code.lload(r1 + 2 * r);
    }
  }

  static String name(int function) {
    return "f" + function;
  }
}
