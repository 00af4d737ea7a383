package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.JumpCondition;
import dev.tawon.lang.Struct;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;

/** The methods that a record has by itself, which {@code java.lang.runtime.ObjectMethods} makes on the JVM. */
final class Records {
  private final Calls calls;
  private final MethodCalls methods;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final Texts texts;

  Records(
      Calls calls,
      MethodCalls methods,
      GraphBuilder graph,
      Memory memory,
      ModuleClasses module,
      Texts texts) {
    this.calls = calls;
    this.methods = methods;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.texts = texts;
  }

  /** Whether a method is one that javac left to be made: it has no line of its own. */
  static boolean isMade(MethodCode code) {
    for (int i = 0; i < code.size(); i++) {
      if (code.instruction(i) instanceof InvokeDynamicInstruction call
          && call.bootstrapMethod().owner().displayName().equals("ObjectMethods")) {
        return true;
      }
    }
    return false;
  }

  /** Translates the body of such a method: takes its parameters from the stack. */
  Value link(InvokeDynamicInstruction call, OperandStack stack) {
    List<Value> arguments = new ArrayList<>();
    for (ClassDesc parameter : call.typeSymbol().parameterList().reversed()) {
      arguments.addFirst(stack.pop(calls.type(parameter)));
    }
    if (call.bootstrapArgs().size() < 2
        || arguments.isEmpty()
        || !(call.bootstrapArgs().get(0) instanceof ClassDesc described)
        || !(call.bootstrapArgs().get(1) instanceof String names)) {
      throw SourceError.damaged(graph.position(), "a record's method without the record");
    }
    Class<?> type = module.classes().load(ClassFiles.internalName(described), graph.position());
    if (!Marks.has(type, Struct.class)) {
      throw new SourceError(
          graph.position(),
          Rule.NO_LAYOUT,
          type.getSimpleName()
              + " is neither a @Struct nor a @KernelType: its fields have no place");
    }
    List<StructLayout.Field> parts = new ArrayList<>();
    for (String name : names.isEmpty() ? new String[0] : names.split(";")) {
      parts.add(memory.fields().field(type, name));
    }
    String name = call.name().stringValue();
    return switch (name + arguments.size()) {
      case "equals2" -> isEqual(type, parts, arguments.get(0), arguments.get(1));
      case "hashCode1" -> hash(type, parts, arguments.get(0));
      case "toString1" -> text(type, parts, arguments.get(0));
      default ->
          throw SourceError.damaged(
              graph.position(), "a record has no method " + name + " by itself");
    };
  }

  private Value part(Class<?> type, Value record, StructLayout.Field part) {
    return memory.fields().read(record, type.getName().replace('.', '/'), part.name());
  }

  private Value isEqual(Class<?> type, List<StructLayout.Field> parts, Value record, Value other) {
    Value isOne = new Instances(graph, memory, Rule.INSTANCEOF).test(other, type);
    Block differ = graph.newBlock();
    boolean same = goesOnIfEqual(isOne, graph.constantInt(1), differ);
    for (int i = 0; same && i < parts.size(); i++) {
      StructLayout.Field part = parts.get(i);
      requireValue(part, "equals");
      Value mine = part(type, record, part);
      Value theirs = part(type, other, part);
      same =
          part.element() instanceof StructLayout.Nested(StructLayout nested)
              ? goesOnIfEqual(
                  call(nested.type(), "equals", "(Ljava/lang/Object;)Z", mine, theirs),
                  graph.constantInt(1),
                  differ)
              : goesOnIfEqual(mine, theirs, differ);
    }
    if (same) {
      return graph.truthUnless(differ);
    }
    graph.seal(differ);
    graph.enter(differ);
    return graph.constantInt(0);
  }

  /** Goes on where two values are the same, if they ever are, and to a block where they are not. */
  private boolean goesOnIfEqual(Value left, Value right, Block differ) {
    Block next = graph.newBlock();
    graph.branch(JumpCondition.NE, left, right, differ, next);
    graph.seal(next);
    if (next.predecessors().isEmpty()) {
      return false;
    }
    graph.enter(next);
    return true;
  }

  private Value hash(Class<?> type, List<StructLayout.Field> parts, Value record) {
    Value hash = graph.constantInt(0);
    for (StructLayout.Field part : parts) {
      requireValue(part, "hashCode");
      Value value = part(type, record, part);
      Value own =
          switch (part.element()) {
            case StructLayout.Primitive(Class<?> primitive) ->
                new BoxedCalls(graph, memory).hash(primitive, value);
            case StructLayout.Bitfield bits ->
                new BoxedCalls(graph, memory).hash(bits.type(), value);
            case StructLayout.Nested(StructLayout nested) ->
                call(nested.type(), "hashCode", "()I", value);
            case StructLayout.Enumerated _ ->
                throw new SourceError(
                    graph.position(),
                    Rule.LIBRARY_METHOD,
                    "hashCode of an enum's constant, "
                        + part.name()
                        + ", is another one in each JVM,"
                        + " and none in a program: write a hashCode of its ordinal()");
          };
      hash =
          graph.binary(
              BinaryOperator.ADD,
              graph.binary(BinaryOperator.MULTIPLY, hash, graph.constantInt(31)),
              own);
    }
    return hash;
  }

  private Value text(Class<?> type, List<StructLayout.Field> parts, Value record) {
    List<Value> values = new ArrayList<>();
    List<String> descriptors = new ArrayList<>();
    for (StructLayout.Field part : parts) {
      requireValue(part, "toString");
      Value value = part(type, record, part);
      if (part.element() instanceof StructLayout.Nested(StructLayout nested)) {
        value = call(nested.type(), "toString", "()Ljava/lang/String;", value);
      }
      values.add(value);
      descriptors.add(
          switch (part.element()) {
            case StructLayout.Primitive(Class<?> primitive) -> primitive.descriptorString();
            case StructLayout.Bitfield bits -> bits.type().descriptorString();
            case StructLayout.Nested _, StructLayout.Enumerated _ -> "Ljava/lang/Object;";
          });
    }
    return texts.ofRecord(
        type, parts.stream().map(StructLayout.Field::name).toList(), values, descriptors);
  }

  private Value call(Class<?> type, String name, String descriptor, Value... arguments) {
    Value result =
        methods.call(
            Opcode.INVOKEVIRTUAL,
            type.getName().replace('.', '/'),
            name,
            descriptor,
            List.of(arguments));
    if (result == null || !graph.isReachable()) {
      throw new SourceError(
          graph.position(),
          Rule.ALWAYS_FAILS,
          name + " of " + type.getSimpleName() + " never returns: this is a fault, always");
    }
    return result;
  }

  /** Refuses an array: on the JVM it is equal to itself alone, and a record has a copy of it here. */
  private void requireValue(StructLayout.Field part, String method) {
    if (part.isArray()) {
      throw new SourceError(
          graph.position(),
          Rule.LIBRARY_METHOD,
          "not supported in a program: "
              + method
              + " of a record with an array, "
              + part.name()
              + ", which goes by the array's identity: write the method, with Arrays.equals");
    }
  }
}
