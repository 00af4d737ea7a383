package dev.tawon.compiler.front;

import dev.tawon.compiler.LogPart.Style;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Strings that Java puts together of values. A program does not: {@link Operation.Concatenation} remembers what of, for {@link
 * LogCalls} to send it.
 */
public final class Texts {
  /** What a text is not. */
  public static final String REFUSAL =
      "not supported in a program: a string that is put together, except as the line of a Log where"
          + " it is made; send its parts to user space";

  private static final char ARGUMENT = '\1';
  private static final char CONSTANT = '\2';

  private final GraphBuilder graph;
  private final Memory memory;

  Texts(GraphBuilder graph, Memory memory) {
    this.graph = graph;
    this.memory = memory;
  }

  /** A part of a text. All but {@link Fixed} stand for one input each, in order. */
  sealed interface Part {
    /** The same always. */
    record Fixed(String text) implements Part {}

    /** A number; its width is {@code bytes}. */
    record Numeral(Style style, int bytes) implements Part {}

    /** A number as an object, or null. */
    record Boxed(Style style, int bytes) implements Part {}

    /** An array of bytes. */
    record Bytes() implements Part {}

    /** A constant of an enum, or null. */
    record EnumConstant(Class<?> type, boolean name) implements Part {}

    /** One of several string constants. */
    record Choice() implements Part {}

    /** Another text that is put together. */
    record Nested() implements Part {}
  }

  /** What a text is put together of. */
  record Recipe(List<Part> parts) {
    Recipe {
      parts = List.copyOf(parts);
    }
  }

  /** Parts and inputs, as they come. */
  private static final class Builder {
    final List<Part> parts = new ArrayList<>();
    final List<Value> inputs = new ArrayList<>();

    void fixed(String text) {
      parts.add(new Part.Fixed(text));
    }

    void input(Part part, Value value) {
      parts.add(part);
      inputs.add(value);
    }
  }

  private Value text(Builder built) {
    return graph.add(
        new Operation.Concatenation(new Recipe(built.parts)),
        ValueType.REFERENCE,
        built.inputs.toArray(Value[]::new));
  }

  /** The parts of a line, whatever it is. */
  Value line(Value line) {
    Builder built = new Builder();
    reference(built, line);
    return text(built);
  }

  /** The string that {@code StringConcatFactory} makes. */
  Value concatenation(InvokeDynamicInstruction call, OperandStack stack) {
    List<ClassDesc> types = call.typeSymbol().parameterList();
    List<Value> arguments = new ArrayList<>();
    for (ClassDesc type : types.reversed()) {
      arguments.addFirst(
          stack.pop(
              switch (type.descriptorString()) {
                case "J" -> ValueType.LONG;
                case "Z", "B", "S", "C", "I" -> ValueType.INT;
                default -> ValueType.REFERENCE;
              }));
    }
    List<ConstantDesc> constants = new ArrayList<>(call.bootstrapArgs());
    String recipe =
        constants.isEmpty()
            ? String.valueOf(ARGUMENT).repeat(types.size())
            : String.valueOf(constants.removeFirst());
    Builder built = new Builder();
    StringBuilder fixed = new StringBuilder();
    int argument = 0;
    int constant = 0;
    for (int i = 0; i < recipe.length(); i++) {
      char letter = recipe.charAt(i);
      if (letter == CONSTANT && constant < constants.size()) {
        fixed.append(constants.get(constant++));
      } else if (letter == ARGUMENT && argument < types.size()) {
        built.fixed(fixed.toString());
        fixed.setLength(0);
        value(built, arguments.get(argument), types.get(argument).descriptorString());
        argument++;
      } else if (letter == CONSTANT || letter == ARGUMENT) {
        throw SourceError.damaged(graph.position(), "a string has more parts than values");
      } else {
        fixed.append(letter);
      }
    }
    built.fixed(fixed.toString());
    return text(built);
  }

  /** The string that a method of Java's makes of a value; null if the method makes none of those that have a place here. */
  @Nullable Value invoke(String owner, String name, String descriptor, List<Value> arguments) {
    if (!descriptor.endsWith(")Ljava/lang/String;") || arguments.size() != 1) {
      return null;
    }
    String type = descriptor.substring(1, descriptor.indexOf(')'));
    Value value = arguments.getFirst();
    boolean plain =
        switch (owner + "." + name) {
          case "java/lang/String.valueOf" -> !type.equals("[C");
          case "java/util/Objects.toString", "dev/tawon/lang/Text.toString" -> true;
          case "java/lang/Integer.toString" -> type.equals("I");
          case "java/lang/Long.toString" -> type.equals("J");
          case "java/lang/Short.toString" -> type.equals("S");
          case "java/lang/Byte.toString" -> type.equals("B");
          case "java/lang/Character.toString" -> type.equals("C");
          case "java/lang/Boolean.toString" -> type.equals("Z");
          default -> false;
        };
    Builder built = new Builder();
    if (type.isEmpty() && name.equals("toString") && memory.valueClasses().of(value) != null) {
      memory.checkNotNull(value);
      reference(built, value);
      return text(built);
    }
    if (plain) {
      value(built, value, type);
      return text(built);
    }
    boolean ofNumber =
        (owner.equals("java/lang/Integer") && type.equals("I"))
            || (owner.equals("java/lang/Long") && type.equals("J"));
    Style style =
        switch (name) {
          case "toHexString" -> Style.HEXADECIMAL;
          case "toOctalString" -> Style.OCTAL;
          case "toBinaryString" -> Style.BINARY;
          case "toUnsignedString" -> Style.UNSIGNED;
          default -> null;
        };
    if (!ofNumber || style == null) {
      return null;
    }
    built.input(new Part.Numeral(style, type.equals("I") ? Integer.BYTES : Long.BYTES), value);
    return text(built);
  }

  /** What a record's own {@code toString} gives. */
  Value ofRecord(Class<?> type, List<String> names, List<Value> values, List<String> descriptors) {
    Builder built = new Builder();
    built.fixed(type.getSimpleName() + "[");
    for (int i = 0; i < names.size(); i++) {
      built.fixed((i == 0 ? "" : ", ") + names.get(i) + "=");
      value(built, values.get(i), descriptors.get(i));
    }
    built.fixed("]");
    return text(built);
  }

  /** The name, or the text, of an enum's constant. */
  static Value ofEnum(GraphBuilder graph, Class<?> type, Value constant, boolean name) {
    return graph.add(
        new Operation.Concatenation(new Recipe(List.of(new Part.EnumConstant(type, name)))),
        ValueType.REFERENCE,
        constant);
  }

  private void value(Builder built, Value value, String type) {
    Long constant = value.constant();
    switch (type) {
      case "Z" ->
          number(
              built,
              value,
              new Part.Numeral(Style.BOOLEAN, Byte.BYTES),
              constant == null ? null : constant != 0);
      case "C" ->
          number(
              built,
              value,
              new Part.Numeral(Style.CHARACTER, Character.BYTES),
              constant == null ? null : (char) constant.intValue());
      case "B" -> number(built, value, new Part.Numeral(Style.SIGNED, Byte.BYTES), constant);
      case "S" -> number(built, value, new Part.Numeral(Style.SIGNED, Short.BYTES), constant);
      case "I" -> number(built, value, new Part.Numeral(Style.SIGNED, Integer.BYTES), constant);
      case "J" -> number(built, value, new Part.Numeral(Style.SIGNED, Long.BYTES), constant);
      default -> reference(built, value);
    }
  }

  private static void number(
      Builder built, Value value, Part.Numeral part, @Nullable Object constant) {
    if (constant != null) {
      built.fixed(constant.toString());
    } else {
      built.input(part, value);
    }
  }

  private void reference(Builder built, Value value) {
    switch (value.operation()) {
      case Operation.Literal(String text) -> built.fixed(text);
      case Operation.Null _ -> built.fixed("null");
      case Operation.Concatenation _ -> built.input(new Part.Nested(), value);
      default -> memoryReference(built, value);
    }
  }

  private void memoryReference(Builder built, Value value) {
    Class<?> type = memory.valueClasses().of(value);
    Class<?> known = memory.classOf(value);
    if (type != null && type.isEnum()) {
      Enum<?> constant = Enums.known(type, value);
      if (constant != null) {
        built.fixed(constant.toString());
      } else {
        built.input(new Part.EnumConstant(type, false), value);
      }
    } else if (memory.isArray(value)) {
      if (memory.arrayOf(value).element() != byte.class || memory.arrayOf(value).length() == 0) {
        throw refused(
            Rule.LOG_PART,
            "an array is logged if it is one of bytes, whose length is known: log elements");
      }
      built.input(new Part.Bytes(), value);
    } else if (type != null) {
      built.input(boxed(type), value);
    } else if (value.operation() instanceof Operation.Phi && known == null) {
      built.input(new Part.Choice(), value);
    } else {
      throw refused(
          Rule.LOG_PART,
          (known == null ? "this" : "a " + known.getSimpleName())
              + " has no text: log its fields, numbers, enums, string constants and arrays of"
              + " bytes");
    }
  }

  private static Part.Boxed boxed(Class<?> type) {
    Style style =
        type == Boolean.class
            ? Style.BOOLEAN
            : type == Character.class ? Style.CHARACTER : Style.SIGNED;
    return new Part.Boxed(style, Boxes.size(type));
  }

  private SourceError refused(Rule rule, String message) {
    return new SourceError(graph.position(), rule, message);
  }
}
