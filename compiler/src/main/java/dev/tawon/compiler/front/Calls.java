package dev.tawon.compiler.front;

import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Method calls: those that stand for something of the kernel's, and those that are inlined. */
final class Calls {
  private final Translator translator;
  private final GraphBuilder graph;
  private final ModuleClasses module;
  private final JavaCalls javaCalls;
  private final HelperCalls helperCalls;
  private final MapCalls mapCalls;
  private final MethodCalls methods;
  private final ObjectCalls objectCalls;
  private final Records records;
  private final Enums enums;
  private final StaticAccess statics;
  private final TextCalls textCalls;
  private final Lambdas lambdas;
  private final Callbacks callbacks;
  private final Texts texts;
  private final ScratchAccess scratch;
  private final LogCalls logCalls;
  private final Iterators iterators;
  private final TimerCalls timerCalls;

  Calls(Translator translator, GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.translator = translator;
    this.graph = graph;
    this.module = module;
    this.helperCalls = new HelperCalls(this, graph, memory, module);
    this.mapCalls = new MapCalls(this, graph, memory, module);
    this.methods = new MethodCalls(translator, graph, memory, module);
    this.enums = new Enums(graph, memory, module);
    this.statics = new StaticAccess(graph, memory);
    this.textCalls = new TextCalls(this, graph, memory);
    StringCalls strings = new StringCalls(graph, memory, module, textCalls);
    this.javaCalls = new JavaCalls(translator, graph, memory, module, strings);
    this.objectCalls = new ObjectCalls(methods, graph, memory, strings);
    this.lambdas = new Lambdas(translator, graph, module);
    this.callbacks = new Callbacks(translator, lambdas, graph, memory, module);
    this.texts = new Texts(graph, memory);
    this.records = new Records(this, methods, graph, memory, module, texts);
    this.scratch = new ScratchAccess(graph, memory, module);
    this.logCalls = new LogCalls(this, graph, memory, module, texts);
    this.timerCalls = new TimerCalls(this, callbacks, graph, memory, module);
    this.iterators = new Iterators(graph, memory, module);
  }

  /** A constant of the class file. */
  Value constant(@Nullable ConstantDesc constant) {
    return switch (constant) {
      case Integer number -> graph.constantInt(number);
      case Long number -> graph.constantLong(number);
      case null -> graph.constantNull();
      case String text -> literal(text);
      case ClassDesc type when !type.isPrimitive() ->
          literal(module.classes().load(ClassFiles.internalName(type), graph.position()));
      case Float _, Double _ -> throw translator.floatingPoint();
      default -> {
        // The JVM's null constant is an object of its own rather than null.
        if (constant.equals(ConstantDescs.NULL)) {
          yield graph.constantNull();
        }
        throw translator.unsupported(Rule.NOT_SUPPORTED, "the constant " + constant);
      }
    };
  }

  private Value literal(Object object) {
    return graph.add(new Operation.Literal(object), ValueType.REFERENCE);
  }

  /** A task, with its type if it is the current one. */
  Value typedTask(Value task) {
    return helperCalls.typed(task);
  }

  /** The class constant that an argument is. */
  Class<?> classLiteral(Value value, String parameter) {
    if (value.operation() instanceof Operation.Literal(Class<?> type)) {
      return type;
    }
    throw new SourceError(
        graph.position(),
        Rule.CONSTANT_ARGUMENT,
        parameter + " is a class constant, such as Event.class");
  }

  /** The string constant that an argument is. */
  String stringLiteral(Value value, String parameter) {
    if (value.operation() instanceof Operation.Literal(String text)) {
      return text;
    }
    throw new SourceError(
        graph.position(), Rule.CONSTANT_ARGUMENT, parameter + " is a string constant");
  }

  /** What a static field holds. */
  Value readStatic(String ownerName, String name) {
    Class<?> owner = module.classes().load(ownerName, graph.position());
    Value lying = scratch.read(owner, name);
    if (lying != null) {
      return lying;
    }
    return switch (module.staticValue(owner, name)) {
      case MapField map -> {
        GuardedValues.check(module, map, graph.position());
        yield graph.add(new Operation.MapAddress(map.handle()), ValueType.REFERENCE);
      }
      case Integer number -> graph.constantInt(number);
      case Long number -> graph.constantLong(number);
      case Boolean truth -> graph.constantInt(truth ? 1 : 0);
      case Byte number -> graph.constantInt(number);
      case Short number -> graph.constantInt(number);
      case Character letter -> graph.constantInt(letter);
      case Enum<?> constant -> enums.constant(constant);
      case int[] numbers -> literal(numbers);
      case GlobalVariables.Variable constant -> statics.readConstant(constant);
      case null, default -> statics.read(variable(owner, name));
    };
  }

  /** Assigns a static field. */
  void writeStatic(String ownerName, String name, Value value) {
    Class<?> owner = module.classes().load(ownerName, graph.position());
    if (module.staticValue(owner, name) != null) {
      throw translator.unsupported(
          Rule.CONSTANT_FIELD,
          "assigning " + owner.getSimpleName() + "." + name + ", which is a constant to programs");
    }
    statics.write(variable(owner, name), value);
  }

  private GlobalVariables.Variable variable(Class<?> owner, String name) {
    return module
        .variable(owner, name)
        .orElseThrow(() ->
            translator.unsupported(
                Rule.STATIC_FIELD,
                "the static field "
                    + owner.getSimpleName()
                    + "."
                    + name
                    + ": "
                    + advice(owner, name)
                        .orElse(
                            "a program sees maps, numbers, final arrays of numbers, and"
                                + " @Configurable fields")));
  }

  private static Optional<String> advice(Class<?> owner, String name) {
    if (NotYet.isKeptPointer(owner, name)) {
      return Optional.of(NotYet.POINTERS);
    }
    Field field = ModuleClasses.staticField(owner, name);
    return field == null
        ? Optional.empty()
        : LibraryAdvice.ofField(field.getDeclaringClass(), field.getType());
  }

  /** An element of an array that only the compiler sees. */
  Value elementOf(Object array, Value index) {
    return switch (array) {
      case int[] numbers ->
          graph.add(
              new Operation.SwitchIndex(Arrays.stream(numbers).boxed().toList()),
              ValueType.INT,
              index);
      case Object[] constants -> enums.ofOrdinal(constants.getClass().getComponentType(), index);
      default -> throw SourceError.damaged(graph.position(), "this is no array");
    };
  }

  /** Why a program like this cannot call a helper; null if it can. */
  KernelHelperCalls.@Nullable Refusal refusal(HelperRow helper) {
    return KernelHelperCalls.refusal(helper, module);
  }

  /** Refuses a helper that the program's kind or the licence does not have. */
  void requireAllowed(HelperRow helper) {
    KernelHelperCalls.Refusal refusal = refusal(helper);
    if (refusal != null) {
      throw new SourceError(graph.position(), refusal.rule(), refusal.reason());
    }
  }

  /** Calls the constructor without arguments of a struct. */
  void construct(Class<?> type, Value object) {
    methods.call(
        Opcode.INVOKESPECIAL,
        type.getName().replace('.', '/'),
        ConstantDescs.INIT_NAME,
        "()V",
        List.of(object));
  }

  /** Translates a call that is linked at run time. */
  void link(InvokeDynamicInstruction call, OperandStack stack) {
    String bootstrap = call.bootstrapMethod().owner().displayName();
    if (bootstrap.equals("LambdaMetafactory")) {
      stack.push(lambdas.lambda(call, stack));
      return;
    }
    if (bootstrap.equals("StringConcatFactory")) {
      stack.push(texts.concatenation(call, stack));
      return;
    }
    if (bootstrap.equals("ObjectMethods")) {
      stack.push(records.link(call, stack));
      return;
    }
    if (!bootstrap.equals("SwitchBootstraps")) {
      throw translator.unsupported(Rule.LINKED_CALL, describe(call));
    }
    Value restart = stack.pop(ValueType.INT);
    Value selector = stack.pop(type(call.typeSymbol().parameterType(0)));
    stack.push(enums.select(call, selector, restart));
  }

  /** Translates a call: takes the arguments from the stack, and leaves the result there. */
  void invoke(InvokeInstruction call, OperandStack stack) {
    List<Value> arguments = new ArrayList<>();
    for (ClassDesc parameter : call.typeSymbol().parameterList().reversed()) {
      arguments.addFirst(stack.pop(type(parameter)));
    }
    boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
    if (!isStatic) {
      arguments.addFirst(stack.pop(ValueType.REFERENCE));
    }
    if (call.opcode() == Opcode.INVOKEINTERFACE) {
      if (arguments.getFirst().operation() instanceof Operation.Lambda) {
        Value result = lambdas.invoke(call, arguments);
        if (graph.isReachable() && result != null) {
          stack.push(result);
        }
        return;
      }
      if (iterators.handles(arguments.getFirst())) {
        stack.push(iterators.invoke(call.name().stringValue(), arguments.getFirst()));
        return;
      }
      throw translator.unsupported(
          Rule.INTERFACE_CALL,
          "a call through an interface, whose method is known only at run time");
    }
    String owner = call.owner().asInternalName();
    String name = call.name().stringValue();
    String descriptor = call.type().stringValue();
    Value result = isStatic ? iterators.source(owner, name, descriptor, arguments) : null;
    if (result != null) {
      stack.push(result);
      return;
    }
    if (owner.equals("dev/tawon/lang/Kernel") && name.equals("rcu")) {
      result = lambdas.rcu(call.typeSymbol(), arguments.getFirst());
    } else if (owner.equals("dev/tawon/lang/Bpf") && name.startsWith("loop")) {
      result = callbacks.loop(arguments.get(0), arguments.get(1));
    } else if (owner.equals("dev/tawon/lang/map/UserRingBuffer") && name.startsWith("drain")) {
      result = callbacks.drain(arguments.get(0), arguments.get(1));
    } else if (owner.startsWith("dev/tawon/lang/map/") && name.startsWith("forEach")) {
      result = callbacks.forEach(arguments.get(0), arguments.get(1));
    } else if (owner.startsWith("[") && name.equals("clone")) {
      result = javaCalls.cloneOf(arguments.getFirst());
    } else if (owner.startsWith("java/")
        && Enums.enumOf(module.classes().load(owner, graph.position())) == null) {
      Value text =
          owner.equals("java/lang/Enum")
              ? methods.ofSomeEnum(name, descriptor, arguments)
              : texts.invoke(owner, name, descriptor, arguments);
      result = text != null ? text : objectCalls.invoke(owner, name, descriptor, arguments);
      if (result == null) {
        result = javaCalls.invoke(isStatic, owner, name, descriptor, arguments);
      }
    } else if (owner.startsWith("dev/tawon/lang/map/")) {
      if (isStatic) {
        throw new SourceError(
            graph.position(),
            Rule.MAP_OPERATION,
            "a map is made in a static final field of a module's class, not in a program");
      }
      result = mapCalls.invoke(name, arguments);
    } else if (owner.equals(TimerCalls.OWNER) && !name.equals(ConstantDescs.INIT_NAME)) {
      result = timerCalls.invoke(name, arguments);
    } else if (owner.equals("dev/tawon/lang/Kernel") && name.equals("findArea")) {
      result =
          callbacks.findArea(
              helperCalls.typed(arguments.get(0)),
              arguments.get(1),
              classLiteral(arguments.get(2), "type"),
              arguments.get(3));
    } else if (HelperCalls.handles(owner, name)) {
      result = helperCalls.invoke(owner, name, descriptor, arguments);
    } else if (owner.equals(LogCalls.OWNER)) {
      result = logCalls.invoke(name, arguments);
    } else if (owner.equals(TextCalls.OWNER)) {
      Value compared =
          name.equals("toString")
              ? texts.invoke(owner, name, descriptor, arguments)
              : textCalls.invoke(name, arguments);
      result =
          compared != null
              ? compared
              : methods.call(call.opcode(), owner, name, descriptor, arguments);
    } else {
      result = methods.call(call.opcode(), owner, name, descriptor, arguments);
    }
    ValueType returned = type(call.typeSymbol().returnType());
    if (!graph.isReachable() || returned == ValueType.NONE) {
      return;
    }
    if (result == null || result.type() != returned) {
      throw SourceError.damaged(
          graph.position(), owner + "." + name + " does not return what the call takes");
    }
    stack.push(result);
  }

  /** What a value of a class file's type is. */
  ValueType type(ClassDesc type) {
    return switch (type.descriptorString()) {
      case "V" -> ValueType.NONE;
      case "J" -> ValueType.LONG;
      case "Z", "B", "S", "C", "I" -> ValueType.INT;
      case "F", "D" -> throw translator.floatingPoint();
      default -> ValueType.REFERENCE;
    };
  }

  /** What an {@code invokedynamic} stands for in Java. */
  String describe(InvokeDynamicInstruction call) {
    return switch (call.bootstrapMethod().owner().displayName()) {
      case "SwitchBootstraps" -> "a switch on patterns";
      default -> "a call that is linked at run time (invokedynamic)";
    };
  }
}
