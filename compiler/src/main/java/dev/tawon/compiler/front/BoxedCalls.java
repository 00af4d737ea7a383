package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of numbers as objects, which are those of the numbers. */
final class BoxedCalls {
  private static final int HASH_OF_TRUE = 1231;
  private static final int HASH_OF_FALSE = 1237;

  private final GraphBuilder graph;
  private final Memory memory;

  BoxedCalls(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  /** Translates a call of an instance method; null if it is none of a number's. */
  @Nullable Value invoke(String owner, String name, String descriptor, List<Value> arguments) {
    Value object = arguments.getFirst();
    Class<?> box = box(owner, object);
    if (box == null) {
      return null;
    }
    return switch (name + descriptor) {
      case "byteValue()B",
          "shortValue()S",
          "charValue()C",
          "intValue()I",
          "longValue()J",
          "booleanValue()Z" ->
          narrow(number(object, box), descriptor.substring(2));
      case "hashCode()I" -> hash(Boxes.content(box), number(object, box));
      case "equals(Ljava/lang/Object;)Z" -> isEqual(box, object, arguments.get(1));
      default -> {
        String same = "compareTo(L" + box.getName().replace('.', '/') + ";)I";
        yield (name + descriptor).equals(same)
            ? compare(box, number(object, box), number(arguments.get(1), box))
            : null;
      }
    };
  }

  /** The class of a number as an object whose method is called by this or a wider class's name; null if it is none. */
  private @Nullable Class<?> box(String owner, Value object) {
    return switch (owner) {
      case "java/lang/Integer" -> Integer.class;
      case "java/lang/Long" -> Long.class;
      case "java/lang/Short" -> Short.class;
      case "java/lang/Character" -> Character.class;
      case "java/lang/Byte" -> Byte.class;
      case "java/lang/Boolean" -> Boolean.class;
      case "java/lang/Object", "java/lang/Number" -> {
        Class<?> only = memory.valueClasses().only(object);
        yield only != null && Boxes.isBox(only) ? only : null;
      }
      default -> null;
    };
  }

  /** The number that an object is, with a fault if it is null. */
  private Value number(Value object, Class<?> box) {
    Value number = graph.boxes().number(object, Boxes.valueType(box));
    memory.checkNotNull(object);
    return number;
  }

  private Value narrow(Value number, String type) {
    if (type.equals("J")) {
      return number.isWide() ? number : graph.convert(Conversion.INT_TO_LONG, number);
    }
    Value word = number.isWide() ? graph.convert(Conversion.LONG_TO_INT, number) : number;
    return switch (type) {
      case "B" -> graph.convert(Conversion.INT_TO_BYTE, word);
      case "S" -> graph.convert(Conversion.INT_TO_SHORT, word);
      default -> word;
    };
  }

  /**
   * What {@code hashCode} gives for a number.
   *
   * @param type {@code int.class} and the like
   */
  Value hash(Class<?> type, Value number) {
    if (type == long.class) {
      Value upper =
          graph.binary(
              BinaryOperator.SHIFT_RIGHT_UNSIGNED, number, graph.constantInt(Integer.SIZE));
      return graph.convert(Conversion.LONG_TO_INT, graph.binary(BinaryOperator.XOR, number, upper));
    }
    if (type != boolean.class) {
      return number;
    }
    Value less =
        graph.binary(
            BinaryOperator.MULTIPLY, number, graph.constantInt(HASH_OF_FALSE - HASH_OF_TRUE));
    return graph.binary(BinaryOperator.SUBTRACT, graph.constantInt(HASH_OF_FALSE), less);
  }

  /** {@code Integer} and {@code Long} tell which is less; the smaller ones how far apart they are. */
  private Value compare(Class<?> box, Value left, Value right) {
    return box == Integer.class || box == Long.class
        ? graph.add(new Operation.Compare(false), ValueType.INT, left, right)
        : graph.binary(BinaryOperator.SUBTRACT, left, right);
  }

  private Value isEqual(Class<?> box, Value object, Value other) {
    Value mine = number(object, box);
    return is(box, other)
        ? graph.binary(
            BinaryOperator.AND,
            graph.truth(JumpCondition.NE, other, graph.constantNull()),
            graph.truth(JumpCondition.EQ, mine, graph.boxes().number(other, Boxes.valueType(box))))
        : graph.constantInt(0);
  }

  /** Whether an object is of a class, or null; with an error if that depends on the path taken. */
  private boolean is(Class<?> box, Value other) {
    if (other.operation() instanceof Operation.Null
        || other.operation() instanceof Operation.Literal
        || memory.classOf(other) != null) {
      return false;
    }
    Class<?> only = memory.valueClasses().only(other);
    if (only == null) {
      throw Boxes.dependsOnPath(graph.position());
    }
    return only == box;
  }
}
