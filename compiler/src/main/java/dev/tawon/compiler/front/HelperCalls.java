package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.GET_CURRENT_COMM;
import static dev.tawon.compiler.ir.HelperNumbers.GET_CURRENT_TASK;
import static dev.tawon.compiler.ir.HelperNumbers.GET_CURRENT_TASK_BTF;
import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_KERNEL;
import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_KERNEL_STR;
import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_USER;
import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_USER_STR;
import static dev.tawon.compiler.ir.HelperNumbers.TASK_PT_REGS;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.MethodModel;
import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Calls of {@link dev.tawon.lang.Bpf}, {@link dev.tawon.lang.Kernel} and {@link dev.tawon.lang.Counter}. */
final class HelperCalls {
  private static final String BPF = "dev/tawon/lang/Bpf";
  private static final String HELPERS = "dev/tawon/lang/Helpers";
  private static final String KERNEL = "dev/tawon/lang/Kernel";
  private static final String COUNTER = "dev/tawon/lang/Counter";

  private static final String XDP_PACKET = "dev/tawon/lang/XdpPacket";
  private static final String SK_BUFF = "dev/tawon/lang/SkBuff";
  private static final String SOCKET_OPTION = "dev/tawon/lang/SocketOptionContext";
  private static final String SAMPLE = "dev/tawon/lang/SampleContext";

  private final Calls calls;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final KernelHelperCalls kernelHelpers;
  private final KernelFeatures features;
  private final PacketBytes packets;

  HelperCalls(Calls calls, GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.calls = calls;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.kernelHelpers = new KernelHelperCalls(calls, graph, memory);
    this.features = new KernelFeatures(calls, graph, memory);
    this.packets = new PacketBytes(calls, graph, memory, module);
  }

  /** Whether a method stands for something else than its body. */
  static boolean handles(String owner, String name) {
    return switch (owner) {
      case BPF, HELPERS, KERNEL, COUNTER, SAMPLE -> !name.equals(ConstantDescs.INIT_NAME);
      case XDP_PACKET, SK_BUFF, SOCKET_OPTION -> name.equals("at");
      default -> false;
    };
  }

  @Nullable Value invoke(String owner, String name, String descriptor, List<Value> arguments) {
    return switch (owner + "." + name) {
      case COUNTER + ".add" -> {
        memory.shared().add(arguments.get(0), arguments.get(1));
        yield null;
      }
      case COUNTER + ".getAndAdd" ->
          memory.shared().fetch(AtomicOperator.ADD, arguments.get(0), arguments.get(1));
      case COUNTER + ".getAndSet" ->
          memory.shared().fetch(AtomicOperator.XCHG, arguments.get(0), arguments.get(1));
      case COUNTER + ".compareAndExchange" -> compareAndExchange(arguments);
      case COUNTER + ".compareAndSet" ->
          graph.truth(JumpCondition.EQ, compareAndExchange(arguments), arguments.get(1));
      case XDP_PACKET + ".at", SK_BUFF + ".at" -> packets.at(owner, "data", "data_end", arguments);
      case SOCKET_OPTION + ".at" -> packets.at(owner, "optval", "optval_end", arguments);
      case SAMPLE + ".samplePeriod" -> ProgramEntry.afterRegisters(graph, module.registers(), 0);
      case SAMPLE + ".address" -> ProgramEntry.afterRegisters(graph, module.registers(), 1);
      case SAMPLE + ".instructionPointer" ->
          ProgramEntry.instructionPointer(graph, module.registers());
      case KERNEL + ".containerOf" -> containerOf(arguments);
      case KERNEL + ".cast" ->
          castTo(arguments.get(0), kernelStruct(calls.classLiteral(arguments.get(1), "type")));
      case KERNEL + ".pointer" -> {
        Value address =
            graph.add(new Operation.KernelNumber(), ValueType.REFERENCE, arguments.get(0));
        yield castTo(address, kernelStruct(calls.classLiteral(arguments.get(1), "type")));
      }
      case KERNEL + ".pointerAt" -> pointerAt(arguments);
      case KERNEL + ".address" -> asLong(arguments.get(0));
      case BPF + ".context" -> graph.add(new Operation.Context(), ValueType.REFERENCE);
      case BPF + ".currentTask" -> currentTask();
      case BPF + ".currentRegisters" -> currentRegisters();
      case BPF + ".currentComm" -> {
        buffer("bpf_get_current_comm", GET_CURRENT_COMM, arguments.get(0), null);
        yield null;
      }
      case BPF + ".readKernelString" ->
          readString("bpf_probe_read_kernel_str", PROBE_READ_KERNEL_STR, arguments);
      case BPF + ".readKernel" ->
          buffer("bpf_probe_read_kernel", PROBE_READ_KERNEL, arguments.get(0), arguments.get(1));
      case BPF + ".readUserString" ->
          readString("bpf_probe_read_user_str", PROBE_READ_USER_STR, arguments);
      case BPF + ".readUser" -> readUser(arguments);
      default -> {
        Value answer = owner.equals(KERNEL) ? features.invoke(name, arguments) : null;
        yield answer != null ? answer : plain(owner, name, descriptor, arguments);
      }
    };
  }

  /** A helper that takes an array and its length, and perhaps an address. */
  private Value buffer(String name, int helper, Value array, @Nullable Value address) {
    Value size = graph.constantLong(memory.arrayOf(array).size());
    memory.requireOwn(array);
    return call(
        helper, name, address == null ? List.of(array, size) : List.of(array, size, address));
  }

  private Value call(int helper, String name, List<Value> arguments) {
    Value result =
        graph.add(
            new Operation.CallHelper(helper, name, true),
            ValueType.LONG,
            arguments.toArray(Value[]::new));
    return graph.convert(Conversion.LONG_TO_INT, result);
  }

  private Value compareAndExchange(List<Value> arguments) {
    return memory
        .shared()
        .fetch(AtomicOperator.CMPXCHG, arguments.get(0), arguments.get(2), arguments.get(1));
  }

  /** A string into an array, or into a part of it. */
  private Value readString(String name, int helper, List<Value> arguments) {
    if (arguments.size() == 2) {
      return buffer(name, helper, arguments.get(0), arguments.get(1));
    }
    ArrayView view = memory.arrayOf(arguments.get(0));
    memory.requireOwn(arguments.get(0));
    Long size = arguments.get(2).constant();
    if (size == null || size <= 0 || size > view.size()) {
      throw new SourceError(
          graph.position(),
          Rule.CONSTANT_ARGUMENT,
          "the size is a constant from 1 to the array's " + view.size());
    }
    Value offset = memory.checkedIndex(arguments.get(1), view.size() - size.intValue());
    return call(
        helper,
        name,
        List.of(memory.add(arguments.get(0), offset), graph.constantLong(size), arguments.get(3)));
  }

  private Value readUser(List<Value> arguments) {
    int limit = memory.arrayOf(arguments.get(0)).size();
    memory.requireOwn(arguments.get(0));
    Value size = memory.checkedIndex(arguments.get(1), limit);
    return call(
        PROBE_READ_USER, "bpf_probe_read_user", List.of(arguments.get(0), size, arguments.get(2)));
  }

  private KernelStruct kernelStruct(Class<?> type) {
    if (!KernelTypes.isKernelType(type)) {
      throw new SourceError(
          graph.position(), Rule.KERNEL_TYPE, type.getSimpleName() + " is not a @KernelType class");
    }
    return memory.kernelStruct(type);
  }

  private Value containerOf(List<Value> arguments) {
    KernelStruct outer = kernelStruct(calls.classLiteral(arguments.get(1), "type"));
    String name = calls.stringLiteral(arguments.get(2), "field");
    Integer index = outer.index(name);
    if (index == null || !outer.fields().get(index).embedded()) {
      throw new SourceError(
          graph.position(),
          Rule.UNKNOWN_FIELD,
          outer.type().getSimpleName() + " has no @Embedded field " + name);
    }
    memory.checkNotNull(arguments.get(0));
    KernelField field =
        new KernelField(outer, List.of(index), outer.type().getSimpleName() + "." + name);
    Value container =
        graph.add(new Operation.KernelContainer(field), ValueType.REFERENCE, arguments.get(0));
    return castTo(container, outer);
  }

  /** The helper that gives a typed pointer is newer (Linux 5.11) than the oldest kernel; the cast (6.2) tells that it is there. */
  private Value currentTask() {
    if (module.readOnlyCast()) {
      return currentTypedTask();
    }
    Value address =
        graph.add(
            new Operation.CallHelper(GET_CURRENT_TASK, "bpf_get_current_task", false),
            ValueType.LONG);
    return graph.add(new Operation.KernelNumber(), ValueType.REFERENCE, address);
  }

  /** The current task where the verifier wants to know its type, which fields of it do not need before Linux 6.2. */
  Value typed(Value task) {
    return task.operation() instanceof Operation.KernelNumber
            && task.input(0).operation() instanceof Operation.CallHelper call
            && call.helper() == GET_CURRENT_TASK
        ? currentTypedTask()
        : task;
  }

  private Value currentTypedTask() {
    return graph.add(
        new Operation.CallHelper(GET_CURRENT_TASK_BTF, "bpf_get_current_task_btf", false),
        ValueType.REFERENCE);
  }

  private Value currentRegisters() {
    return graph.add(
        new Operation.CallHelper(TASK_PT_REGS, "bpf_task_pt_regs", false),
        ValueType.REFERENCE,
        currentTypedTask());
  }

  /** Without the kernel's cast the verifier goes on to know the pointer as what it was, or as nothing: it is a number then. */
  private Value castTo(Value pointer, KernelStruct type) {
    return memory.kernelArrays().cast(pointer, type);
  }

  private Value pointerAt(List<Value> arguments) {
    KernelStruct type = kernelStruct(calls.classLiteral(arguments.get(2), "type"));
    Value scaled =
        graph.binary(
            BinaryOperator.SHIFT_LEFT,
            graph.convert(Conversion.INT_TO_LONG_UNSIGNED, arguments.get(1)),
            graph.constantInt(3));
    Value address = graph.binary(BinaryOperator.ADD, arguments.get(0), scaled);
    Value slot = memory.temporary("a kernel pointer");
    graph.add(
        new Operation.CallHelper(PROBE_READ_KERNEL, "bpf_probe_read_kernel", true),
        ValueType.LONG,
        slot,
        graph.constantLong(Long.BYTES),
        address);
    Value pointer =
        graph.add(new Operation.Load(Width.DOUBLE, false, 0), ValueType.REFERENCE, slot);
    return castTo(pointer, type);
  }

  private Value asLong(Value reference) {
    return graph.add(new Operation.Offset(0), ValueType.LONG, reference);
  }

  private @Nullable Value plain(
      String owner, String name, String descriptor, List<Value> arguments) {
    Position position = graph.position();
    Class<?> type = module.classes().load(owner, position);
    MethodModel method =
        module
            .classes()
            .method(type, name, descriptor, position)
            .orElseThrow(() ->
                new SourceError(position, Rule.LIBRARY_METHOD, owner + " has no method " + name));
    int helper =
        helperNumber(method)
            .orElseThrow(() ->
                new SourceError(
                    position, Rule.LIBRARY_METHOD, "not supported in a program: " + name));
    if (owner.equals(HELPERS)) {
      NotYet.refuse(HelperRow.of(helper).name(), position);
      return kernelHelpers.invoke(
          helper, method.methodTypeSymbol().returnType().descriptorString(), arguments);
    }
    Value result =
        graph.add(
            new Operation.CallHelper(helper, name, false),
            ValueType.LONG,
            arguments.toArray(Value[]::new));
    return switch (method.methodTypeSymbol().returnType().descriptorString()) {
      case "J" -> result;
      case "I" -> graph.convert(Conversion.LONG_TO_INT, result);
      default -> null;
    };
  }

  private static OptionalInt helperNumber(MethodModel method) {
    List<Annotation> annotations =
        method
            .findAttribute(Attributes.runtimeVisibleAnnotations())
            .map(attribute -> attribute.annotations())
            .orElse(List.of());
    for (Annotation annotation : annotations) {
      if (annotation.className().equalsString("Ldev/tawon/lang/Helper;")
          && annotation.elements().getFirst().value() instanceof AnnotationValue.OfInt number) {
        return OptionalInt.of(number.intValue());
      }
    }
    return OptionalInt.empty();
  }
}
