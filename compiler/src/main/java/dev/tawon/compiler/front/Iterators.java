package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Mark;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.JumpCondition;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.KfuncIterator;
import dev.tawon.lang.Struct;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Iterators of the kernel ("open-coded", Linux 6.4), as the {@code for} loops of Java.
 *
 * <p>{@code iterator()} begins one, with its state on the stack; {@code hasNext()} asks the kernel for the next element, and
 * {@code next()} is that one. So each {@code next()} stands behind a {@code hasNext()} of its own, as javac writes them for a
 * {@code for} loop.
 */
final class Iterators {
  private static final String KERNEL = "dev/tawon/lang/Kernel";
  private static final String ITERATOR = "java/util/Iterator";

  // Of enum bpf_task_iter_type in kernel/bpf/task_iter.c.
  private static final int BPF_TASK_ITER_ALL_PROCS = 0;
  private static final int BPF_TASK_ITER_ALL_THREADS = 1;
  private static final int BPF_TASK_ITER_PROC_THREADS = 2;

  /** {@code struct task_struct}, as the iterator's functions name it; loops have a class of their own. */
  @KernelType("task_struct")
  private static final class AnyTask {}

  /** {@code struct bpf_iter_task}: three words. */
  private static final Source TASKS =
      new Source(
          "bpf_iter_task",
          24,
          "6.7",
          null,
          AnyTask.class,
          MethodType.methodType(int.class, AnyTask.class, int.class));

  /** The largest state, which is more than any that the kernel has. */
  private static final int MAX_BYTES = 256;

  private static final int MAX_ARGUMENTS = 4;

  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final Map<Value, Running> running = new HashMap<>();

  Iterators(GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  /** An iterator of the kernel. */
  private record Source(
      String kind,
      int bytes,
      String since,
      @Nullable Class<?> element,
      Class<?> next,
      MethodType created) {
    /** Declares its functions: state and parameters to begin, state alone to go on and to end. */
    void declare(ModuleClasses module) {
      module.declare(new KernelFunction(kind + "_new", created, kind));
      module.declare(new KernelFunction(kind + "_next", MethodType.methodType(next), kind));
      module.declare(
          new KernelFunction(kind + "_destroy", MethodType.methodType(void.class), kind));
    }
  }

  /** An iteration, whose state is on the stack, and its latest element. */
  private static final class Running {
    final Source source;
    @Nullable Value element;

    Running(Source source) {
      this.source = source;
    }
  }

  /**
   * What a static method iterates over; null if it is no iterator.
   *
   * @param arguments what it is called with
   */
  @Nullable Value source(String owner, String name, String descriptor, List<Value> arguments) {
    if (!descriptor.endsWith(")Ljava/lang/Iterable;")) {
      return null;
    }
    if (owner.equals(KERNEL)) {
      return switch (name) {
        case "processes" -> tasks(graph.constantNull(), BPF_TASK_ITER_ALL_PROCS);
        case "threads" -> tasks(graph.constantNull(), BPF_TASK_ITER_ALL_THREADS);
        case "threadsOf" -> {
          memory.checkNotNull(arguments.getFirst());
          yield tasks(arguments.getFirst(), BPF_TASK_ITER_PROC_THREADS);
        }
        default -> null;
      };
    }
    Method method = method(module.classes().load(owner, graph.position()), name, descriptor);
    Mark annotation = method == null ? null : Marks.mark(method, KfuncIterator.class);
    if (method == null || annotation == null) {
      return null;
    }
    boolean described =
        KernelNames.isValid(annotation.text("value"))
            && annotation.number("bytes") > 0
            && annotation.number("bytes") % Long.BYTES == 0
            && annotation.number("bytes") <= MAX_BYTES
            && annotation.text("since").matches("\\d{1,3}\\.\\d{1,3}");
    if (!described) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_FUNCTION,
          "the @KfuncIterator of "
              + name
              + " is none: its value is the name of the state's structure, such as bpf_iter_num, its"
              + " bytes are a multiple of 8, and since is a version, such as 6.7");
    }
    List<Value> passed = new ArrayList<>();
    for (Value argument : arguments) {
      if (!(argument.operation() instanceof Operation.Literal(Class<?> _))) {
        passed.add(argument);
      }
    }
    Class<?> element = element(method);
    return source(
        new Source(
            annotation.text("value"),
            annotation.number("bytes"),
            annotation.text("since"),
            element,
            element == null
                ? Object.class
                : Boxes.isBox(element) ? Boxes.content(element).arrayType() : element,
            MethodType.methodType(
                int.class,
                Arrays.stream(method.getParameterTypes())
                    .filter(type -> type != Class.class)
                    .toList())),
        passed);
  }

  private Value tasks(Value of, int flags) {
    return source(TASKS, List.of(of, graph.constantInt(flags)));
  }

  private Value source(Source source, List<Value> arguments) {
    if (arguments.size() > MAX_ARGUMENTS) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_FUNCTION,
          "an iterator of the kernel has at most four parameters");
    }
    KernelFunctionCalls.requireLicense(module, source.kind() + "_new", graph.position());
    source.declare(module);
    return graph.add(
        new Operation.Iteration(source), ValueType.REFERENCE, arguments.toArray(Value[]::new));
  }

  private static @Nullable Method method(Class<?> owner, String name, String descriptor) {
    for (Method method : owner.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .toMethodDescriptorString()
              .equals(descriptor)) {
        return method;
      }
    }
    return null;
  }

  private static @Nullable Class<?> element(Method method) {
    return method.getGenericReturnType() instanceof ParameterizedType type
            && type.getActualTypeArguments()[0] instanceof Class<?> element
        ? element
        : null;
  }

  /** Whether a call through an interface is one of an iterator of the kernel. */
  boolean handles(Value object) {
    return object.operation() instanceof Operation.Iteration || running.containsKey(object);
  }

  /** A call of {@code iterator}, {@code hasNext} or {@code next}. */
  Value invoke(String name, Value object) {
    Running iteration = running.get(object);
    if (iteration == null && name.equals("iterator")) {
      return begin(object);
    }
    if (iteration != null && name.equals("hasNext")) {
      Value element =
          graph.add(
              new Operation.IteratorNext(iteration.source.kind()), ValueType.REFERENCE, object);
      iteration.element = element;
      return graph.truth(JumpCondition.NE, element, graph.constantNull());
    }
    if (iteration != null && iteration.element != null && name.equals("next")) {
      return element(iteration.source, iteration.element);
    }
    throw new SourceError(
        graph.position(),
        Rule.ITERATOR,
        "not supported in a program: " + name + " of an iterator of the kernel, except by for");
  }

  private Value begin(Value iterable) {
    if (!(iterable.operation() instanceof Operation.Iteration(Source source))) {
      throw new IllegalStateException("no iterator");
    }
    Value state = memory.uninitialised(source.bytes(), "the iterator " + source.kind());
    List<Value> arguments = new ArrayList<>();
    arguments.add(state);
    for (int i = 0; i < iterable.inputs().size(); i++) {
      Value argument = iterable.input(i);
      arguments.add(
          argument.type() == ValueType.INT
              ? graph.convert(Conversion.INT_TO_LONG_UNSIGNED, argument)
              : argument);
    }
    graph.add(
        new Operation.IteratorNew(source.kind(), source.since()),
        ValueType.NONE,
        arguments.toArray(Value[]::new));
    running.put(state, new Running(source));
    return state;
  }

  private Value element(Source source, Value element) {
    Class<?> type = source.element();
    if (type != null && Boxes.isBox(type)) {
      return graph.boxes().box(memory.load(Boxes.content(type), element, 0));
    }
    if (type != null && Marks.has(type, Struct.class)) {
      memory.know(element, type);
    }
    return element;
  }

  /**
   * Refuses a call of {@code hasNext} whose result does not decide at once about a call of {@code next}, and the other way
   * round: the kernel has one function for both.
   *
   * @param code the method
   * @param index the call
   */
  static void checkShape(MethodCode code, int index) {
    if (!isCall(code, index, "hasNext") && !isCall(code, index, "next")) {
      return;
    }
    if (!isPair(code, isCall(code, index, "next") ? index - 3 : index)) {
      throw new SourceError(
          code.position(index),
          Rule.ITERATOR,
          "not supported in a program: an iterator, except in for (… : …)");
    }
  }

  private static boolean isPair(MethodCode code, int hasNext) {
    return hasNext >= 1
        && hasNext + 3 < code.size()
        && isCall(code, hasNext, "hasNext")
        && isCall(code, hasNext + 3, "next")
        && code.instruction(hasNext - 1) instanceof LoadInstruction first
        && code.instruction(hasNext + 2) instanceof LoadInstruction second
        && first.slot() == second.slot()
        && code.instruction(hasNext + 1) instanceof BranchInstruction branch
        && branch.opcode() == Opcode.IFEQ
        && code.isEnteredOnlyFromBefore(hasNext)
        && code.isEnteredOnlyFromBefore(hasNext + 1)
        && code.isEnteredOnlyFromBefore(hasNext + 2)
        && code.isEnteredOnlyFromBefore(hasNext + 3);
  }

  private static boolean isCall(MethodCode code, int index, String name) {
    return code.instruction(index) instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKEINTERFACE
        && call.owner().asInternalName().equals(ITERATOR)
        && call.name().stringValue().equals(name);
  }
}
