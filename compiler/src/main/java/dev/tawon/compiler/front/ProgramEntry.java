package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.GET_FUNC_RET;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.ProgramKind.Results;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.lang.Struct;
import dev.tawon.object.AttachType;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a program begins and ends: where its parameters are, and what its result is to the kernel. */
final class ProgramEntry {
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final ProgramMethod program;

  ProgramEntry(GraphBuilder graph, Memory memory, ModuleClasses module, ProgramMethod program) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.program = program;
  }

  /** The values of the method's parameters, in order. */
  List<Value> parameters() {
    List<ClassDesc> types = program.model().methodTypeSymbol().parameterList();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      boolean isResult = program.takesResult() && i == types.size() - 1;
      values.add(isResult ? functionResult(types.get(i)) : parameter(i, types.get(i)));
    }
    return values;
  }

  private Value parameter(int index, ClassDesc type) {
    return switch (program.kind().arguments()) {
      case WORDS -> word(new Operation.Parameter(index, false), type);
      case TYPED_WORDS -> word(new Operation.Parameter(index, true), type);
      case REGISTERS -> {
        int count = module.registers().parameters();
        if (index >= count) {
          throw new SourceError(
              graph.position(),
              Rule.PROGRAM_PARAMETERS,
              "a function's parameters after the first "
                  + count
                  + " are not in registers: take them out, and read what is needed from the stack");
        }
        yield word(new Operation.Parameter(module.registers().parameter(index), false), type);
      }
      case RETURN_REGISTER -> {
        requireAlone(index, "what the function returned");
        yield word(new Operation.Parameter(module.registers().result(), false), type);
      }
      case RECORD -> {
        requireAlone(index, "a @KernelType class for the tracepoint's record");
        if (type.isPrimitive() || !isKernelType(type)) {
          throw new SourceError(
              graph.position(),
              Rule.PROGRAM_PARAMETERS,
              "the parameter of a "
                  + program.kind().annotation()
                  + " program is a @KernelType class for the tracepoint's record, such as"
                  + " @KernelType(\"trace_event_raw_sched_switch\"), not "
                  + type.displayName());
        }
        yield graph.add(new Operation.Context(), ValueType.REFERENCE);
      }
      case CONTEXT -> context(index, type);
    };
  }

  private Value context(int index, ClassDesc type) {
    Class<?> wanted = program.kind().context();
    requireAlone(index, wanted == null ? "the context" : wanted.getSimpleName());
    if (wanted == null || !type.equals(wanted.describeConstable().orElseThrow())) {
      throw new SourceError(
          graph.position(),
          Rule.PROGRAM_PARAMETERS,
          "the parameter of a "
              + program.kind().annotation()
              + " program is "
              + (wanted == null ? "none" : "a " + wanted.getSimpleName())
              + ", not "
              + type.displayName());
    }
    Value context = graph.add(new Operation.Context(), ValueType.REFERENCE);
    memory.know(context, wanted);
    return context;
  }

  private void requireAlone(int index, String what) {
    if (index > 0) {
      throw new SourceError(
          graph.position(),
          Rule.PROGRAM_PARAMETERS,
          "a " + program.kind().annotation() + " program has one parameter, " + what);
    }
  }

  private Value word(Operation operation, ClassDesc type) {
    Class<?> struct = program.kind().attachType() == AttachType.TRACE_ITER ? struct(type) : null;
    if (struct != null) {
      Value element = graph.add(operation, ValueType.REFERENCE);
      memory.know(element, struct);
      return element;
    }
    if (!isInteger(type) && !(type.isClassOrInterface() && isKernelType(type))) {
      throw new SourceError(
          graph.position(),
          Rule.PROGRAM_PARAMETERS,
          "a program's parameters are integers and @KernelType classes, not " + type.displayName());
    }
    Value word = graph.add(operation, type.isPrimitive() ? ValueType.LONG : ValueType.REFERENCE);
    return memory.narrow(word, type);
  }

  /** The class of a map's key or value, which an iterator over its elements gets as it lies there; null if it is none. */
  private @Nullable Class<?> struct(ClassDesc type) {
    if (!type.isClassOrInterface()) {
      return null;
    }
    Class<?> loaded = module.classes().load(ClassFiles.internalName(type), graph.position());
    return Marks.has(loaded, Struct.class) ? loaded : null;
  }

  private static boolean isInteger(ClassDesc type) {
    return type.isPrimitive()
        && !type.equals(ConstantDescs.CD_float)
        && !type.equals(ConstantDescs.CD_double);
  }

  private boolean isKernelType(ClassDesc type) {
    return type.isClassOrInterface()
        && KernelTypes.isKernelType(
            module.classes().load(ClassFiles.internalName(type), graph.position()));
  }

  /** What the function returned, by the helper, which needs not know how many parameters it has. */
  private Value functionResult(ClassDesc type) {
    Value slot = memory.temporary("the function's result");
    graph.add(
        new Operation.CallHelper(GET_FUNC_RET, "bpf_get_func_ret", true),
        ValueType.LONG,
        graph.add(new Operation.Context(), ValueType.REFERENCE),
        slot);
    if (!isInteger(type)) {
      if (!isKernelType(type)) {
        throw new SourceError(
            graph.position(),
            Rule.PROGRAM_PARAMETERS,
            "a function's result is an integer or a @KernelType class, not " + type.displayName());
      }
      Value pointer =
          graph.add(new Operation.Load(Width.DOUBLE, false, 0), ValueType.REFERENCE, slot);
      return graph.add(
          new Operation.KernelNumber(),
          ValueType.REFERENCE,
          graph.add(new Operation.Offset(0), ValueType.LONG, pointer));
    }
    return memory.narrow(memory.load(long.class, slot, 0), type);
  }

  /** How many of the JVM's slots a parameter takes. */
  static int slots(ClassDesc type) {
    return TypeKind.from(type).slotSize();
  }

  /** Ends the program with the method's result. */
  void leave(Value result) {
    Results results = program.kind().results();
    Long constant = result.constant();
    if (constant != null && (constant < results.least() || constant > results.most())) {
      throw new SourceError(
          graph.position(),
          Rule.PROGRAM_RESULT,
          "a "
              + program.kind().annotation()
              + " program returns "
              + results.names()
              + "; this returns "
              + constant);
    }
    boolean signed = results.least() < 0 && results.least() > Integer.MIN_VALUE;
    if (constant != null || results.takesAll()) {
      graph.returns(
          signed || isModified() ? graph.convert(Conversion.INT_TO_LONG, result) : result);
      return;
    }
    // The kernel compares all 64 bits, and the verifier follows comparisons of those best.
    Value wide = graph.convert(Conversion.INT_TO_LONG, result);
    faultIf(JumpCondition.SLT, wide, results.least());
    faultIf(JumpCondition.SGT, wide, results.most());
    graph.returns(wide);
  }

  private boolean isModified() {
    return program.kind().annotation().equals("@FmodRet");
  }

  private void faultIf(JumpCondition condition, Value value, int limit) {
    Block fault = graph.newBlock();
    Block next = graph.newBlock();
    graph.branch(condition, value, graph.constantLong(limit), fault, next);
    graph.seal(fault);
    graph.seal(next);
    if (!fault.predecessors().isEmpty()) {
      graph.enter(fault);
      graph.fault(Operation.Fault.WRONG_RESULT);
    }
    graph.enter(next);
  }

  /** A number of a context that lies after the machine's registers. */
  static Value afterRegisters(GraphBuilder graph, MachineRegisters registers, int index) {
    Value context = graph.add(new Operation.Context(), ValueType.REFERENCE);
    return graph.add(
        new Operation.Load(Width.DOUBLE, false, registers.bytes() + index * Long.BYTES),
        ValueType.LONG,
        context);
  }

  /** The address of the instruction that was interrupted. */
  static Value instructionPointer(GraphBuilder graph, MachineRegisters registers) {
    Value context = graph.add(new Operation.Context(), ValueType.REFERENCE);
    return graph.add(
        new Operation.Load(Width.DOUBLE, false, registers.instructionPointer() * Long.BYTES),
        ValueType.LONG,
        context);
  }
}
