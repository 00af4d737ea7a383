package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Mark;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.JumpCondition;
import dev.tawon.lang.Struct;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls of methods that have a body, and of the kernel's functions. */
final class MethodCalls {
  private final Translator translator;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final KernelFunctionCalls functionCalls;
  private final Enums enums;

  MethodCalls(Translator translator, GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.translator = translator;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.functionCalls = new KernelFunctionCalls(graph, memory, module);
    this.enums = new Enums(graph, memory, module);
  }

  /**
   * Translates a call.
   *
   * @return its result, or null if it has none
   */
  @Nullable Value call(
      Opcode opcode, String ownerName, String name, String descriptor, List<Value> arguments) {
    Class<?> owner = module.classes().load(ownerName, graph.position());
    Mark function = KernelFunctionCalls.of(owner, name, descriptor);
    if (function != null && opcode == Opcode.INVOKESTATIC) {
      return functionCalls.invoke(function, MethodTypeDesc.ofDescriptor(descriptor), arguments);
    }
    if (SwitchTables.isTable(opcode, name, descriptor)) {
      return graph.add(
          new Operation.Literal(
              SwitchTables.read(
                  module.classes(),
                  module
                      .classes()
                      .method(owner, name, descriptor, graph.position())
                      .orElseThrow(() -> SourceError.damaged(graph.position(), "no " + name)),
                  graph.position())),
          ValueType.REFERENCE);
    }
    Class<?> type = Enums.enumOf(owner);
    if (type != null) {
      Value result = enums.invoke(type, name, descriptor, arguments);
      if (result != null) {
        return result;
      }
    }
    Class<?> exact = null;
    if (opcode != Opcode.INVOKESTATIC && type == null && !Marks.has(owner, Struct.class)) {
      throw translator.unsupported(
          Rule.INSTANCE_METHOD,
          "an instance method of "
              + owner.getSimpleName()
              + ": static methods, and those of @Struct classes, are");
    }
    if (opcode == Opcode.INVOKEVIRTUAL) {
      memory.checkNotNull(arguments.getFirst());
      exact =
          type == null
              ? memory.classOf(arguments.getFirst())
              : Enums.classOf(type, arguments.getFirst());
      if (type != null && exact == null) {
        return dispatch(type, name, descriptor, arguments);
      }
    }
    // What Object has is native code, or means nothing without a heap.
    for (Class<?> declaring = exact == null ? owner : exact;
        declaring != null && declaring != Object.class && declaring != Enum.class;
        declaring = declaring.getSuperclass()) {
      Optional<MethodModel> method =
          module.classes().method(declaring, name, descriptor, graph.position());
      if (method.isPresent()) {
        if (opcode == Opcode.INVOKEVIRTUAL && exact == null) {
          requireOneMethod(owner, declaring, method.get());
        }
        if ((opcode == Opcode.INVOKESTATIC) != method.get().flags().has(AccessFlag.STATIC)) {
          throw SourceError.damaged(
              graph.position(), name + " is static, and the call is not, or the other way round");
        }
        return translator.call(declaring, method.get(), arguments);
      }
    }
    boolean ofEveryObject =
        Arrays.stream(Object.class.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals(name));
    if (ofEveryObject || owner.isEnum()) {
      throw new SourceError(
          graph.position(),
          Rule.LIBRARY_METHOD,
          "there is no method "
              + name
              + " in "
              + owner.getSimpleName()
              + " that has a meaning in a program");
    }
    MethodTypeDesc method = MethodTypeDesc.ofDescriptor(descriptor);
    throw new SourceError(
        graph.position(),
        Rule.MISSING_CLASS,
        owner.getName()
            + " has no method "
            + method.returnType().displayName()
            + " "
            + name
            + method.parameterList().stream()
                .map(ClassDesc::displayName)
                .collect(Collectors.joining(", ", "(", ")"))
            + ": what calls it was compiled against another version of the class");
  }

  /** Calls the method of an enum's constant where each constant may have another one. */
  private @Nullable Value dispatch(
      Class<?> type, String name, String descriptor, List<Value> arguments) {
    GraphBuilder.Variable result = new GraphBuilder.Variable(new Object(), 0);
    boolean returns = !descriptor.endsWith("V");
    Block join = graph.newBlock();
    List<Enum<?>> constants = EnumConstants.of(type);
    for (Enum<?> constant : constants) {
      Block next = graph.newBlock();
      if (constant != constants.getLast()) {
        Block own = graph.newBlock();
        Value receiver = arguments.getFirst();
        graph.branch(JumpCondition.EQ, receiver, enums.constant(constant), own, next);
        graph.seal(own);
        graph.seal(next);
        graph.enter(own);
      }
      List<Value> each = new ArrayList<>(arguments);
      each.set(0, enums.constant(constant));
      Value value =
          call(Opcode.INVOKEVIRTUAL, type.getName().replace('.', '/'), name, descriptor, each);
      if (graph.isReachable()) {
        if (returns && value != null) {
          graph.write(result, value);
        }
        graph.jump(join);
      }
      if (constant != constants.getLast()) {
        graph.enter(next);
      }
    }
    graph.seal(join);
    if (join.predecessors().isEmpty()) {
      return null;
    }
    graph.enter(join);
    return returns ? graph.read(result) : null;
  }

  /** A method that a subclass may have too is not called where the class is not known. */
  private void requireOneMethod(Class<?> owner, Class<?> declaring, MethodModel method) {
    boolean one =
        Modifier.isFinal(owner.getModifiers())
            || Modifier.isFinal(declaring.getModifiers())
            || method.flags().has(AccessFlag.FINAL)
            || method.flags().has(AccessFlag.PRIVATE);
    if (!one) {
      throw new SourceError(
          graph.position(),
          Rule.VIRTUAL_CALL,
          "which "
              + method.methodName()
              + " this is depends on the path taken: declare it, or "
              + owner.getSimpleName()
              + ", final");
    }
  }

  /** What every enum has, of a constant of a class that the program shows; null if it does not. */
  @Nullable Value ofSomeEnum(String name, String descriptor, List<Value> arguments) {
    Class<?> known = arguments.isEmpty() ? null : memory.valueClasses().only(arguments.getFirst());
    Class<?> type = known == null ? null : Enums.enumOf(known);
    return type == null ? null : enums.invoke(type, name, descriptor, arguments);
  }
}
