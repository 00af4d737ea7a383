package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.JumpCondition;
import dev.tawon.lang.Struct;
import java.lang.classfile.Opcode;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every object has, of one whose class the program shows: by {@code Object}'s name, and null-safe by {@code Objects}'. */
final class ObjectCalls {
  private static final String OBJECT = "java/lang/Object";
  private static final String EQUALS = "(Ljava/lang/Object;)Z";

  private final MethodCalls methods;
  private final GraphBuilder graph;
  private final Memory memory;
  private final StringCalls strings;

  ObjectCalls(MethodCalls methods, GraphBuilder graph, Memory memory, StringCalls strings) {
    this.methods = methods;
    this.graph = graph;
    this.memory = memory;
    this.strings = strings;
  }

  /** Translates a call; null if the method is another one, or the object's class is not known. */
  @Nullable Value invoke(String owner, String name, String descriptor, List<Value> arguments) {
    return switch (owner + "." + name + descriptor) {
      case "java/util/Objects.equals(Ljava/lang/Object;Ljava/lang/Object;)Z" -> {
        Value other = arguments.get(1);
        yield unlessNull(
            arguments.getFirst(),
            () -> graph.truth(JumpCondition.EQ, other, graph.constantNull()),
            () -> ofObject("equals", EQUALS, arguments));
      }
      case "java/util/Objects.hashCode(Ljava/lang/Object;)I" ->
          unlessNull(
              arguments.getFirst(),
              () -> graph.constantInt(0),
              () -> ofObject("hashCode", "()I", arguments));
      case "java/lang/Object.equals(Ljava/lang/Object;)Z",
          "java/lang/Record.equals(Ljava/lang/Object;)Z",
          "java/lang/Object.hashCode()I",
          "java/lang/Record.hashCode()I",
          "java/lang/Object.toString()Ljava/lang/String;",
          "java/lang/Record.toString()Ljava/lang/String;" ->
          ofObject(name, descriptor, arguments);
      default -> null;
    };
  }

  private @Nullable Value ofObject(String name, String descriptor, List<Value> arguments) {
    Value object = arguments.getFirst();
    Class<?> known = memory.classOf(object);
    Class<?> value = memory.valueClasses().only(object);
    if (known != null && Marks.has(known, Struct.class)) {
      return declared(known, name, descriptor, arguments);
    }
    if (value != null && Enums.enumOf(value) != null) {
      return declared(value, name, descriptor, arguments);
    }
    Value result = new BoxedCalls(graph, memory).invoke(OBJECT, name, descriptor, arguments);
    return result != null ? result : strings.invoke(name, arguments);
  }

  private @Nullable Value declared(
      Class<?> type, String name, String descriptor, List<Value> arguments) {
    return methods.call(
        Opcode.INVOKEVIRTUAL, type.getName().replace('.', '/'), name, descriptor, arguments);
  }

  private @Nullable Value unlessNull(
      Value object, Supplier<Value> ofNull, Supplier<@Nullable Value> ofObject) {
    if (object.operation() instanceof Operation.Null) {
      return ofNull.get();
    }
    GraphBuilder.Variable result = new GraphBuilder.Variable(new Object(), 0);
    Block none = graph.newBlock();
    Block some = graph.newBlock();
    Block join = graph.newBlock();
    graph.branch(JumpCondition.EQ, object, graph.constantNull(), none, some);
    graph.seal(none);
    graph.seal(some);
    if (!none.predecessors().isEmpty()) {
      graph.enter(none);
      graph.write(result, ofNull.get());
      graph.jump(join);
    }
    graph.enter(some);
    Value value = ofObject.get();
    if (value == null) {
      return null;
    }
    graph.write(result, value);
    graph.jump(join);
    graph.seal(join);
    graph.enter(join);
    return graph.read(result);
  }
}
