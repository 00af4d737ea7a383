package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.opt.Thing;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lambdas and method references as objects, and the calls of them that a program makes itself. */
final class Lambdas {
  private final Translator translator;
  private final GraphBuilder graph;
  private final ModuleClasses module;

  Lambdas(Translator translator, GraphBuilder graph, ModuleClasses module) {
    this.translator = translator;
    this.graph = graph;
    this.module = module;
  }

  /**
   * A method as an object.
   *
   * @param owner the class that declares it
   * @param method the method
   * @param type the interface that the object is of
   */
  record Target(Class<?> owner, MethodModel method, Class<?> type) {
    boolean isStatic() {
      return method.flags().has(AccessFlag.STATIC);
    }

    /** What it is called with, first of all the object that an instance method is of. */
    List<ClassDesc> parameters() {
      List<ClassDesc> parameters = new ArrayList<>(method.methodTypeSymbol().parameterList());
      if (!isStatic()) {
        parameters.addFirst(ConstantDescs.CD_Object);
      }
      return parameters;
    }
  }

  /**
   * Which method a function is.
   *
   * @param rule what it is against if that depends on the path taken
   */
  Target target(Value function, Rule rule) {
    if (function.operation() instanceof Operation.Lambda(Target target)) {
      return target;
    }
    throw new SourceError(
        graph.position(),
        rule,
        "which function this is depends on the path taken: write the lambda where it is passed");
  }

  /** What a lambda captures. */
  static List<Value> captured(Value lambda) {
    return lambda.inputs().stream().map(Value::resolved).toList();
  }

  /** The object that a lambda or a method reference is. */
  Value lambda(InvokeDynamicInstruction call, OperandStack stack) {
    List<Value> captured = new ArrayList<>();
    for (ClassDesc parameter : call.typeSymbol().parameterList().reversed()) {
      captured.addFirst(stack.pop(translator.type(TypeKind.from(parameter))));
    }
    if (call.bootstrapArgs().size() < 3
        || !(call.bootstrapArgs().get(1) instanceof DirectMethodHandleDesc handle)) {
      throw SourceError.damaged(graph.position(), "a lambda without a method");
    }
    Class<?> owner =
        module.classes().load(ClassFiles.internalName(handle.owner()), graph.position());
    MethodModel method =
        module
            .classes()
            .method(owner, handle.methodName(), handle.lookupDescriptor(), graph.position())
            .orElseThrow(() -> notStatic(handle.methodName()));
    Class<?> type =
        module
            .classes()
            .load(ClassFiles.internalName(call.typeSymbol().returnType()), graph.position());
    Target target = new Target(owner, method, type);
    // Which method an object has, if it is not private, is known only at run time.
    if (!target.isStatic() && !method.flags().has(AccessFlag.PRIVATE)) {
      throw notStatic(handle.methodName());
    }
    return graph.add(
        new Operation.Lambda(target), ValueType.REFERENCE, captured.toArray(Value[]::new));
  }

  SourceError notStatic(String name) {
    return translator.unsupported(
        Rule.FUNCTION_TYPE,
        "a reference to the method " + name + ", which is not static: write a lambda");
  }

  /**
   * Calls a method of a lambda or a method reference: what its interface has a body for is that, and what is left is the function
   * itself.
   */
  @Nullable Value invoke(InvokeInstruction call, List<Value> arguments) {
    if (arguments.getFirst().operation() instanceof Operation.Lambda(Target target)) {
      String name = call.name().stringValue();
      Declared declared = declared(target.type(), name, call.type().stringValue());
      if (declared == null) {
        throw translator.unsupported(Rule.FUNCTION_TYPE, "the method " + name + " of a function");
      }
      if (!declared.method.flags().has(AccessFlag.ABSTRACT)) {
        return translator.call(declared.owner, declared.method, arguments);
      }
    }
    return inline(call.typeSymbol(), arguments);
  }

  private record Declared(Class<?> owner, MethodModel method) {}

  private @Nullable Declared declared(Class<?> type, String name, String descriptor) {
    Optional<MethodModel> own = module.classes().method(type, name, descriptor, graph.position());
    if (own.isPresent()) {
      return new Declared(type, own.get());
    }
    for (Class<?> above : type.getInterfaces()) {
      Declared found = declared(above, name, descriptor);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Calls a lambda or a method reference where the program itself does. */
  @Nullable Value inline(MethodTypeDesc type, List<Value> arguments) {
    Value lambda = arguments.getFirst();
    if (!(lambda.operation() instanceof Operation.Lambda(Target target))) {
      throw SourceError.damaged(graph.position(), "a lambda without a method");
    }
    List<Value> all = new ArrayList<>(captured(lambda));
    all.addAll(arguments.subList(1, arguments.size()));
    MethodTypeDesc own = target.method().methodTypeSymbol();
    List<ClassDesc> parameters = target.parameters();
    boolean fits =
        parameters.size() == all.size()
            && (type.returnType().equals(ConstantDescs.CD_void)
                || isObject(type.returnType()) == isObject(own.returnType()));
    for (int i = 0; fits && i < all.size(); i++) {
      fits = translator.type(TypeKind.from(parameters.get(i))) == all.get(i).type();
    }
    if (!fits
        || (!isObject(type.returnType())
            && !type.returnType().equals(own.returnType())
            && !type.returnType().equals(ConstantDescs.CD_void))) {
      throw translator.unsupported(
          Rule.FUNCTION_TYPE,
          "a function that takes or returns a number as an object: use one of int or long, such as"
              + " IntUnaryOperator");
    }
    Value result = translator.call(target.owner(), target.method(), all);
    return type.returnType().equals(ConstantDescs.CD_void) ? null : result;
  }

  /** {@code Kernel.rcu}: the function's body between {@code bpf_rcu_read_lock} and {@code bpf_rcu_read_unlock}. */
  @Nullable Value rcu(MethodTypeDesc type, Value section) {
    target(section, Rule.DEPENDS_ON_PATH);
    KernelFunctionCalls.requireLicense(module, Thing.RCU_LOCK, graph.position());
    MethodType nothing = MethodType.methodType(void.class);
    module.declare(new KernelFunction(Thing.RCU_LOCK, nothing));
    module.declare(new KernelFunction(Thing.RCU_UNLOCK, nothing));
    graph.add(new Operation.CallFunction(Thing.RCU_LOCK, "", false), ValueType.NONE);
    Value result = inline(MethodTypeDesc.of(type.returnType()), List.of(section));
    if (graph.isReachable()) {
      graph.add(new Operation.CallFunction(Thing.RCU_UNLOCK, "", false), ValueType.NONE);
    }
    return result;
  }

  private static boolean isObject(ClassDesc type) {
    return !type.isPrimitive();
  }
}
