package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Mark;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Kfunc;
import dev.tawon.lang.Struct;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of methods with {@link Kfunc}. */
final class KernelFunctionCalls {
  private static final int MAX_ARGUMENTS = 5;

  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;

  KernelFunctionCalls(GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  /** What the annotation of a method says; null if it has none. */
  static @Nullable Mark of(Class<?> owner, String name, String descriptor) {
    if (owner.getPackageName().equals(Kfunc.class.getPackageName())) {
      return null; // the language itself, whose helpers are not to be read through for this
    }
    for (Method method : owner.getDeclaredMethods()) {
      if (method.getName().equals(name)
          && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .toMethodDescriptorString()
              .equals(descriptor)) {
        return Marks.mark(method, Kfunc.class);
      }
    }
    return null;
  }

  /** Refuses a function of the kernel in a module whose licence the kernel does not take for one. */
  static void requireLicense(ModuleClasses module, String function, Position position) {
    if (!module.license().contains("GPL")) {
      throw new SourceError(
          position,
          Rule.GPL_ONLY,
          function
              + " is for programs with a licence compatible with the GPL: declare"
              + " @BpfModule(license = \"Dual MIT/GPL\") if that is so");
    }
  }

  /** What another function gave is null where it has nothing; no function of the kernel takes that for an object. */
  private static boolean mayBeNull(Value argument) {
    return argument.type() == ValueType.REFERENCE
        && (argument.operation() instanceof Operation.CallFunction
            || argument.operation() instanceof Operation.CallHelper);
  }

  /**
   * What a cast pointer was: the verifier knows it for what the kernel gave, and takes it for a structure that begins with the one
   * that the function wants. What a cast makes is for reading alone.
   */
  private static Value original(Value argument) {
    Value pointer = argument;
    while (true) {
      if (pointer.operation() instanceof Operation.KernelCast) {
        pointer = pointer.input(0);
      } else if (pointer.operation() instanceof Operation.KernelNumber
          && pointer.input(0).operation() instanceof Operation.Offset(var bytes)
          && bytes == 0
          && pointer.input(0).input(0).type() == ValueType.REFERENCE) {
        pointer = pointer.input(0).input(0);
      } else {
        return pointer;
      }
    }
  }

  @Nullable Value invoke(Mark function, MethodTypeDesc type, List<Value> given) {
    if (!KernelNames.isValid(function.text("value"))) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_NAME,
          "@Kfunc(\"" + function.text("value") + "\") is no function's name: " + KernelNames.RULE);
    }
    NotYet.refuse(function.text("value"), graph.position());
    List<Value> arguments = given.stream().map(KernelFunctionCalls::original).toList();
    requireLicense(module, function.text("value"), graph.position());
    MethodType classes = module.classes().type(type);
    for (Class<?> each : classes.parameterList()) {
      if (KernelTypes.isKernelType(each)) {
        memory.kernelStruct(each);
      }
    }
    if (KernelTypes.isKernelType(classes.returnType())) {
      memory.kernelStruct(classes.returnType());
    }
    module.declare(new KernelFunction(function.text("value"), classes));
    if (arguments.size() > MAX_ARGUMENTS) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_FUNCTION,
          "a function of the kernel has at most five parameters");
    }
    if (function.flag("releases")) {
      if (arguments.isEmpty() || arguments.getFirst().type() != ValueType.REFERENCE) {
        throw new SourceError(
            graph.position(),
            Rule.KERNEL_FUNCTION,
            function.text("value") + " releases its first argument, and has none");
      }
      memory.checkNotNull(arguments.getFirst());
    }
    List<Value> passed = new ArrayList<>();
    for (Value argument : arguments) {
      if (mayBeNull(argument)) {
        memory.checkNotNull(argument);
      }
      passed.add(
          argument.type() == ValueType.INT
              ? graph.convert(Conversion.INT_TO_LONG_UNSIGNED, argument)
              : argument);
    }
    String result = type.returnType().descriptorString();
    boolean pointer = result.startsWith("L");
    if (!function.text("release").isEmpty() && !pointer) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_FUNCTION,
          function.text("value") + " acquires what it returns, which is no pointer");
    }
    Value value =
        graph.add(
            new Operation.CallFunction(
                function.text("value"), function.text("release"), function.flag("releases")),
            pointer ? ValueType.REFERENCE : result.equals("V") ? ValueType.NONE : ValueType.LONG,
            passed.toArray(Value[]::new));
    if (pointer) {
      Class<?> returned =
          module.classes().load(ClassFiles.internalName(type.returnType()), graph.position());
      if (Marks.has(returned, Struct.class)) {
        memory.know(value, returned);
      }
      return value;
    }
    return result.equals("V") ? null : memory.narrow(value, type.returnType());
  }
}
