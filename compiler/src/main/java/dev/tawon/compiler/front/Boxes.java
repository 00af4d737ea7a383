package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as objects: {@code Integer}, {@code Long} and the like, which never change. One that comes out of a map is two values: the
 * address, which only says whether it is null, and the number, read when it is got, whatever becomes of the entry.
 */
public final class Boxes {
  private final GraphBuilder graph;
  private final Map<Value, Value> numbers = new HashMap<>();

  /** Phis of objects whose phis of numbers have no inputs yet. */
  private final Deque<Value> open = new ArrayDeque<>();

  Boxes(GraphBuilder graph) {
    this.graph = graph;
  }

  /** Whether a class is that of integers or booleans as objects. */
  public static boolean isBox(Class<?> type) {
    return type == Integer.class
        || type == Long.class
        || type == Short.class
        || type == Character.class
        || type == Byte.class
        || type == Boolean.class;
  }

  /** Whether what lies in memory for an object of a class is a number: that of a number as an object, or an enum's ordinal. */
  public static boolean isScalar(Class<?> type) {
    return isBox(type) || type.isEnum();
  }

  /** What the objects of a class hold: {@code int} of {@code Integer}, and of an enum. */
  public static Class<?> content(Class<?> box) {
    return box.isEnum() ? int.class : MethodType.methodType(box).unwrap().returnType();
  }

  /** How many bytes a number has that is an object of a class. */
  public static int size(Class<?> box) {
    return Memory.size(content(box));
  }

  /** What a number is in the intermediate form that is an object of a class. */
  static ValueType valueType(Class<?> box) {
    return box == Long.class ? ValueType.LONG : ValueType.INT;
  }

  /** The object of a number. */
  Value box(Value number) {
    Value object = graph.add(new Operation.Boxed(), ValueType.REFERENCE, number);
    numbers.put(object, number);
    return object;
  }

  /**
   * Reads the number that an address leads to, if it is not null.
   *
   * @param type the class of the object
   */
  void read(Value address, Class<?> type) {
    Class<?> content = content(type);
    numbers.put(
        address,
        graph.add(
            new Operation.LoadIfPresent(
                Width.ofBytes(Memory.size(content)), Memory.isSigned(content)),
            valueType(type),
            address));
  }

  /** Declares what number an object is. */
  void know(Value object, Value number) {
    numbers.put(object, number);
  }

  /** Whether a reference is a number as an object, for certain. */
  boolean contains(Value object) {
    return numbers.containsKey(object.resolved());
  }

  /** What the number of an object is, which is known to be one. */
  ValueType valueType(Value object) {
    return Objects.requireNonNull(known(object), "not a number").type();
  }

  /** The number that an object is, where it is not null; null if that is not known. */
  @Nullable Value known(Value object) {
    Value number = numbers.get(object.resolved());
    return number == null ? null : number.resolved();
  }

  /**
   * The number that an object is, where it is not null.
   *
   * @param type what the number is
   */
  Value number(Value object, ValueType type) {
    Value reference = object.resolved();
    Value number = numbers.get(reference);
    if (number == null) {
      number =
          switch (reference.operation()) {
            case Operation.Null _ -> graph.constantAtEntry(type);
            case Operation.Phi _ -> {
              open.add(reference);
              yield graph.phiBeside(reference, type);
            }
            default -> throw dependsOnPath(graph.position());
          };
      numbers.put(reference, number);
    }
    if (number.type() != type) {
      throw SourceError.damaged(graph.position(), "a number as an object has another type");
    }
    return number.resolved();
  }

  /** Gives the phis of numbers their inputs, now that those of the objects are known. */
  void finish() {
    while (!open.isEmpty()) {
      Value objects = open.remove();
      Value phi = numbers.get(objects);
      if (phi == null) {
        throw new IllegalStateException("a phi without one beside it");
      }
      if (objects.isReplaced()) {
        graph.replacePhi(phi, number(objects, phi.type()));
      } else {
        for (Value input : objects.inputs()) {
          phi.inputs().add(number(input, phi.type()));
        }
      }
    }
  }

  /** What is said of an object that is one number or another. */
  static SourceError dependsOnPath(Position position) {
    return new SourceError(
        position,
        Rule.BOXED_NUMBER,
        "which number this object is depends on the path taken: use int or long");
  }
}
