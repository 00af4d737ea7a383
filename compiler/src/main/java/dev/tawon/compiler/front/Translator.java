package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translates one program, with every method that it calls, from bytecode to the intermediate form.
 *
 * <p>Methods are inlined where they are called. A method's blocks are visited so that each comes after those before it but
 * for back edges; a block that constants rule out is never translated.
 */
public final class Translator {
  /** How deep calls may nest; deeper means that the methods call each other without end. */
  private static final int MAX_DEPTH = 64;

  /**
   * How many bytecode instructions a program has, with those of the methods that it calls, each time that it calls them.
   * The verifier follows a million instructions at most (BPF_COMPLEXITY_LIMIT_INSNS of include/linux/bpf.h).
   */
  private static final int MAX_INSTRUCTIONS = 20_000;

  private final ModuleClasses module;
  private final GraphBuilder graph;
  private final Memory memory;
  private final Calls calls;
  private final Operators operators;
  private final Allocations allocations;
  private final Instances instances;

  /** The methods from which the kernel is asked to call this one. */
  private final Set<Around> around = new HashSet<>();

  /** A method with the functions that it was called with: with others it does something else. */
  private record Around(MethodModel method, List<Object> functions) {}

  private Frame frame;
  private int instructions;

  /** How many instructions that follow are done already. */
  private int skipped;

  /** The place in the program's own method, wherever calls lead from there. */
  private Position inProgram = new Position("", 0);

  private final Subprograms subprograms;

  private Translator(String name, ModuleClasses module, MethodCode code, Subprograms subprograms) {
    this.subprograms = subprograms;
    this.module = module;
    graph = new GraphBuilder(name);
    memory = new Memory(graph, module);
    calls = new Calls(this, graph, memory, module);
    operators = new Operators(this, graph, memory);
    allocations = new Allocations(this, graph, memory, module, calls);
    instances = new Instances(graph, memory, Rule.INSTANCEOF);
    frame = new Frame(code, null, graph.newBlock(), graph);
  }

  /**
   * Translates a program.
   *
   * @param module where the program belongs
   * @param program the program
   * @param shared the methods that are not inlined where they need not be
   * @throws SourceError if it has what cannot be translated
   */
  public static Function translate(
      ModuleClasses module, ProgramMethod program, SharedMethods shared) {
    Position file = new Position(SourceFiles.of(program.owner()), 0);
    MethodCode code = module.classes().code(program.owner(), program.model(), file);
    module.begin(program);
    Subprograms subprograms = new Subprograms(shared, module, program.name());
    Translator translator = new Translator(program.name(), module, code, subprograms);
    return translator.program(program);
  }

  /** What is known of a program when something goes wrong that is not said to be an error of the source. */
  public static CompilerBug bug(ModuleClasses module, ProgramMethod program, Throwable cause) {
    if (cause instanceof CompilerBug bug) {
      return bug;
    }
    Position file = new Position(SourceFiles.of(program.owner()), 0);
    MethodCode code = module.classes().code(program.owner(), program.model(), file);
    return new CompilerBug(code.position(0), MethodListing.of(code, -1), cause);
  }

  /** Where a program begins, for what is wrong with it and with none of its lines. */
  public static Position place(ModuleClasses module, ProgramMethod program) {
    Position file = new Position(SourceFiles.of(program.owner()), 0);
    return module.classes().code(program.owner(), program.model(), file).position(0);
  }

  private Function program(ProgramMethod program) {
    graph.at(frame.code.position(0));
    ProgramEntry entry = new ProgramEntry(graph, memory, module, program);
    int slot = 0;
    List<Value> parameters = entry.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      frame.writeParameter(graph, slot, parameters.get(i));
      slot += ProgramEntry.slots(program.model().methodTypeSymbol().parameterType(i));
    }
    translateFrame();
    if (graph.isReachable()) {
      boolean returnsNothing =
          program.model().methodTypeSymbol().returnType().descriptorString().equals("V");
      entry.leave(
          returnsNothing ? graph.constantInt(program.neutralResult()) : graph.read(frame.result()));
    }
    graph.finish();
    return graph.function();
  }

  /**
   * Translates a call of a method: of a function of its own, or as its body.
   *
   * @param arguments the values of its parameters
   * @return its result, or null if it has none
   */
  @Nullable Value call(Class<?> owner, MethodModel method, List<Value> arguments) {
    if (!isInLibrary()) {
      boolean isStatic = method.flags().has(AccessFlag.STATIC);
      Subprograms.Called called =
          subprograms.call(this, new Inner(graph, memory), owner, method, arguments, isStatic);
      if (called != null) {
        return called.result();
      }
    }
    return inline(owner, method, arguments);
  }

  /** Translates a call of a method as its body. */
  @Nullable Value inline(Class<?> owner, MethodModel method, List<Value> arguments) {
    Position call = graph.position();
    MethodCode code = module.classes().code(owner, method, call);
    List<Object> functions = functions(arguments);
    if (frame.isWithin(code, functions)) {
      throw new SourceError(call, Rule.RECURSION, frame.recursion(code));
    }
    if (around.contains(new Around(method, functions))) {
      throw new SourceError(
          call,
          Rule.RECURSION,
          code.name()
              + " calls itself through a lambda, and eBPF has no recursion: use a loop with a bound");
    }
    Frame caller = frame;
    frame = new Frame(code, caller, graph.newBlock(), graph);
    frame.functions = functions;
    frame.place =
        caller.place == null && (isLibrary(owner) || Records.isMade(code)) ? call : caller.place;
    if (frame.depth() > MAX_DEPTH) {
      throw new SourceError(call, Rule.RECURSION, "calls nest more than " + MAX_DEPTH + " deep");
    }
    begin(arguments);
    translateFrame();
    Frame done = frame;
    frame = caller;
    graph.at(call);
    if (!graph.isReachable()
        || method.methodTypeSymbol().returnType().descriptorString().equals("V")) {
      return null;
    }
    return graph.read(done.result());
  }

  /** Which of some values are functions. */
  static List<Object> functions(List<Value> values) {
    return values.stream()
        .map(Value::operation)
        .filter(Operation.Lambda.class::isInstance)
        .<Object>map(lambda -> lambda)
        .toList();
  }

  private static boolean isLibrary(Class<?> owner) {
    return owner == BitScan.class
        || owner.getPackageName().equals("dev.tawon.lang")
        || (owner.getClassLoader() == null && owner.getName().startsWith("java."));
  }

  /** Whether the method under translation is one of the Java library's. */
  boolean isInLibrary() {
    return frame.place != null;
  }

  /** The translation of another function. */
  record Inner(GraphBuilder graph, Memory memory) {}

  /**
   * Translates a method that the kernel calls, as a function of its own.
   *
   * @param functions which functions it captures, in their order
   * @param contextArgument which argument says where it finds what it captures
   * @param parameters makes the values of its parameters
   */
  Function callback(
      Class<?> owner,
      MethodModel method,
      List<Object> functions,
      int contextArgument,
      java.util.function.Function<Inner, List<Value>> parameters) {
    Translator inner = inner(graph.function().newCallbackName(), owner, method, functions);
    inner.graph.function().calledBackWith(contextArgument, graph.function());
    inner.begin(parameters.apply(new Inner(inner.graph, inner.memory)));
    inner.translateFrame();
    if (inner.graph.isReachable()) {
      inner.graph.returns(
          Callbacks.verdict(inner.graph, method.methodTypeSymbol(), inner.result()));
    }
    inner.graph.finish();
    graph.function().callbacks().add(inner.graph.function());
    return inner.graph.function();
  }

  /**
   * Translates a method as a function of its own.
   *
   * @param parameters makes the values of its parameters
   * @return the function, without a signature; null if it never returns
   */
  @Nullable Function subprogram(
      String name,
      Class<?> owner,
      MethodModel method,
      java.util.function.Function<Inner, List<Value>> parameters) {
    Translator inner = inner(name, owner, method, List.of());
    inner.graph.function().belongsWith(graph.function());
    inner.begin(parameters.apply(new Inner(inner.graph, inner.memory)));
    inner.translateFrame();
    if (!inner.graph.isReachable()) {
      return null;
    }
    inner.graph.returns(inner.result());
    inner.graph.finish();
    return inner.graph.function();
  }

  /** The translation of another method, which is called from here. */
  private Translator inner(
      String name, Class<?> owner, MethodModel method, List<Object> functions) {
    Position call = graph.position();
    MethodCode code = module.classes().code(owner, method, call);
    Translator inner = new Translator(name, module, code, subprograms);
    inner.around.addAll(around);
    for (Frame each = frame; each != null; each = each.caller) {
      inner.around.add(new Around(each.code.model(), each.functions));
    }
    inner.frame.functions = functions;
    if (inner.around.contains(new Around(method, functions))) {
      throw new SourceError(
          call,
          Rule.RECURSION,
          code.name() + " calls itself, and eBPF has no recursion: use a loop with a bound");
    }
    inner.graph.at(frame.place == null ? code.position(0) : frame.place);
    return inner;
  }

  private void begin(List<Value> parameters) {
    int slot = 0;
    for (Value parameter : parameters) {
      frame.writeParameter(graph, slot, parameter);
      slot += parameter.type() == ValueType.LONG ? 2 : 1;
    }
  }

  private Value result() {
    return frame.code.returnsNothing() ? graph.constantInt(0) : graph.read(frame.result());
  }

  /** Translates the current frame's blocks and continues at its exit, unless no path returns. */
  private void translateFrame() {
    List<Integer> order = frame.code.order();
    for (int first : order) {
      frame.blocks.put(first, graph.newBlock());
    }
    frame.stackDepths.put(0, 0);
    graph.jump(frame.blockAt(0));
    Set<Integer> headers = frame.code.loopHeaders(order);
    for (int first : order) {
      Block block = frame.blockAt(first);
      if (block.predecessors().isEmpty()) {
        continue;
      }
      if (!headers.contains(first)) {
        graph.seal(block);
      }
      graph.enter(block);
      if (headers.contains(first)) {
        for (int slot : frame.code.constantIn(order, first)) {
          frame.carryInto(graph, slot);
        }
      }
      graph.at(frame.position(first));
      frame.restoreStack(graph, frame.stackDepths.getOrDefault(first, 0));
      translateBlock(frame.code.blockAt(first));
    }
    for (int first : order) {
      Block block = frame.blockAt(first);
      if (!block.predecessors().isEmpty() && !block.isTerminated()) {
        // Only a loop that has two entries, one of which constants rule out: no Java has such.
        throw SourceError.damaged(frame.code.position(first), "a jump leads into a loop");
      }
    }
    order.forEach(first -> graph.seal(frame.blockAt(first)));
    graph.seal(frame.exit);
    if (!frame.exit.predecessors().isEmpty()) {
      graph.enter(frame.exit);
    }
  }

  private void translateBlock(MethodCode.CodeBlock block) {
    for (int i = block.first(); i < block.end(); i++) {
      graph.at(frame.position(i));
      if (frame.caller == null) {
        inProgram = graph.position();
      }
      if (++instructions > MAX_INSTRUCTIONS) {
        throw new SourceError(
            inProgram,
            Rule.PROGRAM_TOO_LONG,
            "the program is too long: with the methods that are inlined into it, it has more than "
                + MAX_INSTRUCTIONS
                + " bytecode instructions");
      }
      if (skipped > 0) {
        skipped--;
        continue;
      }
      try {
        translate(frame.code.instruction(i), i);
      } catch (RuntimeException | StackOverflowError e) {
        if (CompilerBug.isExpected(e)) {
          throw e;
        }
        if (CompilerBug.isOfTheReader(e)) {
          throw SourceError.damaged(graph.position(), String.valueOf(e.getMessage()));
        }
        throw new CompilerBug(graph.position(), MethodListing.of(frame.code, i), e);
      }
      if (!graph.isReachable()) {
        return;
      }
      frame.jumps.settleComparison(i + 1 < block.end() ? frame.code.instruction(i + 1) : null);
    }
    frame.jumps.leaveTo(block.end());
    graph.jump(frame.blockAt(block.end()));
  }

  private void translate(Instruction instruction, int index) {
    OperandStack stack = frame.stack;
    switch (instruction) {
      case LoadInstruction load -> stack.push(local(load.slot(), type(load.typeKind())));
      case StoreInstruction store ->
          frame.writeLocal(graph, store.slot(), stack.pop(type(store.typeKind())));
      case IncrementInstruction increment ->
          frame.writeLocal(
              graph,
              increment.slot(),
              graph.binary(
                  BinaryOperator.ADD,
                  local(increment.slot(), ValueType.INT),
                  graph.constantInt(increment.constant())));
      case ConstantInstruction constant -> stack.push(calls.constant(constant.constantValue()));
      case StackInstruction shuffle -> stack.shuffle(shuffle.opcode());
      case OperatorInstruction operator -> operators.operator(operator, stack);
      case ConvertInstruction convert -> operators.convert(convert, stack);
      case FieldInstruction field -> field(field);
      case InvokeInstruction invoke -> {
        Iterators.checkShape(frame.code, index);
        calls.invoke(invoke, stack);
      }
      case NewObjectInstruction create ->
          skipped = allocations.object(create, frame.code, index, stack);
      case NewPrimitiveArrayInstruction create ->
          skipped = allocations.numbers(create, frame.code, index, stack);
      case NewReferenceArrayInstruction create ->
          skipped = allocations.structs(create, frame.code, index, stack);
      case NewMultiArrayInstruction _ -> throw allocations.arrayOfObjects(frame.code, -1);
      case ArrayLoadInstruction load -> {
        Value at = stack.pop(ValueType.INT);
        Value array = stack.pop(ValueType.REFERENCE);
        stack.push(
            array.operation() instanceof Operation.Literal(Object constant)
                ? calls.elementOf(constant, at)
                : load.typeKind() == TypeKind.REFERENCE
                    ? memory.struct(array, at)
                    : memory.loadElement(array, at, load.typeKind()));
      }
      case ArrayStoreInstruction store -> {
        if (store.typeKind() == TypeKind.REFERENCE) {
          throw new SourceError(
              graph.position(),
              Rule.EMBEDDED_FIELD,
              "the structs of an array lie in it and cannot be assigned: assign their parts");
        }
        Value value = stack.pop(type(store.typeKind()));
        Value at = stack.pop(ValueType.INT);
        memory.storeElement(stack.pop(ValueType.REFERENCE), at, value, store.typeKind());
      }
      case TypeCheckInstruction check -> {
        if (check.opcode() != Opcode.CHECKCAST) {
          stack.push(
              instances.test(
                  stack.pop(ValueType.REFERENCE),
                  module.classes().load(check.type().asInternalName(), graph.position())));
          return;
        }
        Value cast = stack.pop(ValueType.REFERENCE);
        memory.checkCast(cast, check.type().asInternalName());
        stack.push(cast);
      }
      case BranchInstruction branch -> frame.jumps.branch(branch, index);
      case TableSwitchInstruction table ->
          frame.jumps.choose(table.cases(), frame.code.indexOf(table.defaultTarget()));
      case LookupSwitchInstruction lookup ->
          frame.jumps.choose(lookup.cases(), frame.code.indexOf(lookup.defaultTarget()));
      case ReturnInstruction result -> {
        TypeKind declared =
            TypeKind.from(frame.code.model().methodTypeSymbol().returnType()).asLoadable();
        if (result.typeKind() != declared) {
          throw SourceError.damaged(
              graph.position(), frame.code.name() + " returns what it does not declare");
        }
        if (declared != TypeKind.VOID) {
          graph.write(frame.result(), stack.pop(type(declared)));
        }
        graph.jump(frame.exit);
      }
      case ThrowInstruction _ -> {
        // Also null: to throw it is a NullPointerException.
        stack.pop(ValueType.REFERENCE);
        graph.fault("an exception");
      }
      case InvokeDynamicInstruction dynamic -> calls.link(dynamic, stack);
      case NopInstruction _ -> {}
      default -> throw unsupported(Rule.NOT_SUPPORTED, "the instruction " + instruction.opcode());
    }
  }

  private Value local(int slot, ValueType type) {
    Value value = frame.readLocal(graph, slot);
    if (value.type() != type) {
      throw SourceError.damaged(
          graph.position(), "a variable is read as a " + type + ", and is a " + value.type());
    }
    return value;
  }

  /** The type of what an instruction loads or stores. */
  ValueType type(TypeKind kind) {
    return switch (kind.asLoadable()) {
      case INT, BOOLEAN, BYTE, CHAR, SHORT -> ValueType.INT;
      case LONG -> ValueType.LONG;
      case REFERENCE -> ValueType.REFERENCE;
      case VOID -> ValueType.NONE;
      case FLOAT, DOUBLE -> throw floatingPoint();
    };
  }

  SourceError floatingPoint() {
    return unsupported(
        Rule.FLOATING_POINT,
        "floating-point arithmetic, which eBPF does not have: use integers, scaled");
  }

  SourceError unsupported(Rule rule, String what) {
    return new SourceError(graph.position(), rule, "not supported in a program: " + what);
  }

  private void field(FieldInstruction field) {
    OperandStack stack = frame.stack;
    String owner = field.owner().asInternalName();
    String name = field.name().stringValue();
    switch (field.opcode()) {
      case GETSTATIC -> stack.push(calls.readStatic(owner, name));
      case GETFIELD ->
          stack.push(memory.fields().read(stack.pop(ValueType.REFERENCE), owner, name));
      case PUTFIELD -> {
        Value value = stack.pop(type(TypeKind.from(field.typeSymbol())));
        memory.fields().write(stack.pop(ValueType.REFERENCE), owner, name, value);
      }
      default -> calls.writeStatic(owner, name, stack.pop(type(TypeKind.from(field.typeSymbol()))));
    }
  }
}
