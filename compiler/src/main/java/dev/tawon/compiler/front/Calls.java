package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.lang.Struct;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Value, Object> literals = new HashMap<>();

  Calls(Translator translator, GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.translator = translator;
    this.graph = graph;
    this.module = module;
    this.javaCalls = new JavaCalls(graph, memory);
    this.helperCalls = new HelperCalls(this, graph, memory, module);
    this.mapCalls = new MapCalls(this, graph, memory, module);
  }

  /** A constant of the class file. */
  Value constant(@Nullable ConstantDesc constant) {
    return switch (constant) {
      case Integer number -> graph.constantInt(number);
      case Long number -> graph.constantLong(number);
      case null -> graph.constantNull();
      case String text -> literal(text);
      case ClassDesc type -> literal(module.classes().load(internalName(type), graph.position()));
      case Float _, Double _ ->
          throw translator.unsupported("floating-point arithmetic, which eBPF does not have");
      default -> {
        // The JVM's null constant is an object of its own rather than null.
        if (constant.equals(ConstantDescs.NULL)) {
          yield graph.constantNull();
        }
        throw translator.unsupported("the constant " + constant);
      }
    };
  }

  private static String internalName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.startsWith("L")
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }

  private Value literal(Object object) {
    Value value = graph.constantNull();
    literals.put(value, object);
    return value;
  }

  /** The class constant that an argument is. */
  Class<?> classLiteral(Value value, String parameter) {
    if (literals.get(value) instanceof Class<?> type) {
      return type;
    }
    throw new SourceError(
        graph.position(), parameter + " is a class constant, such as Event.class");
  }

  /** The string constant that an argument is. */
  String stringLiteral(Value value, String parameter) {
    if (literals.get(value) instanceof String text) {
      return text;
    }
    throw new SourceError(graph.position(), parameter + " is a string constant");
  }

  /** What a static field holds. */
  Value readStatic(String ownerName, String name) {
    Class<?> owner = module.classes().load(ownerName, graph.position());
    return switch (module.staticValue(owner, name)) {
      case MapField map -> graph.add(new Operation.MapAddress(map.handle()), ValueType.REFERENCE);
      case Integer number -> graph.constantInt(number);
      case Long number -> graph.constantLong(number);
      case Boolean truth -> graph.constantInt(truth ? 1 : 0);
      case Byte number -> graph.constantInt(number);
      case Short number -> graph.constantInt(number);
      case Character letter -> graph.constantInt(letter);
      case null, default ->
          throw translator.unsupported(
              "the static field "
                  + owner.getSimpleName()
                  + "."
                  + name
                  + ": a program sees maps, constants and @Configurable fields");
    };
  }

  /** Translates a call: takes the arguments from the stack, and leaves the result there. */
  void invoke(InvokeInstruction call, OperandStack stack) {
    if (call.opcode() == Opcode.INVOKEINTERFACE) {
      throw translator.unsupported(
          "a call through an interface, whose method is known only at run time");
    }
    List<Value> arguments = new ArrayList<>();
    int count = call.typeSymbol().parameterCount();
    boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
    for (int i = 0; i < count + (isStatic ? 0 : 1); i++) {
      arguments.addFirst(stack.pop());
    }
    String owner = call.owner().asInternalName();
    String name = call.name().stringValue();
    String descriptor = call.type().stringValue();
    Value result;
    if (owner.startsWith("java/")) {
      result = javaCalls.invoke(owner, name, descriptor, arguments);
    } else if (owner.startsWith("dev/tawon/lang/map/")) {
      result = mapCalls.invoke(name, arguments);
    } else if (HelperCalls.handles(owner) && !name.equals(ConstantDescs.INIT_NAME)) {
      result = helperCalls.invoke(owner, name, descriptor, arguments);
    } else {
      result = inline(owner, name, descriptor, isStatic, arguments);
    }
    if (!graph.isReachable() || call.typeSymbol().returnType().descriptorString().equals("V")) {
      return;
    }
    if (result == null) {
      throw new IllegalStateException(owner + "." + name + " gave no result");
    }
    stack.push(result);
  }

  private @Nullable Value inline(
      String ownerName, String name, String descriptor, boolean isStatic, List<Value> arguments) {
    Class<?> owner = module.classes().load(ownerName, graph.position());
    if (!isStatic && !owner.isAnnotationPresent(Struct.class)) {
      throw translator.unsupported(
          "an instance method of "
              + owner.getSimpleName()
              + ": static methods, and those of @Struct classes, are");
    }
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      Optional<MethodModel> method =
          module.classes().method(type, name, descriptor, graph.position());
      if (method.isPresent()) {
        return translator.inline(type, method.get(), arguments);
      }
    }
    throw new SourceError(graph.position(), owner.getSimpleName() + " has no method " + name);
  }
}
