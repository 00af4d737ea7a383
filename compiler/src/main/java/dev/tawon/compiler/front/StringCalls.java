package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of strings: of constants, of one of several constants that the path taken chooses, and of texts in arrays. */
final class StringCalls {
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final TextCalls texts;
  private final StringChoice choice;

  StringCalls(GraphBuilder graph, Memory memory, ModuleClasses module, TextCalls texts) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.texts = texts;
    this.choice = new StringChoice(graph);
  }

  /** Translates a call of an instance method; null where what it gives is not known. */
  @Nullable Value invoke(String name, List<Value> arguments) {
    Value array = bytes(arguments.getFirst());
    if (array != null) {
      return ofText(name, arguments.getFirst(), array, arguments);
    }
    if (name.equals("charAt")) {
      return charAt(arguments);
    }
    if (arguments.stream().allMatch(StringCalls::isConstant)) {
      List<Object> known = new ArrayList<>();
      for (Value argument : arguments) {
        known.add(constant(argument));
      }
      Integer result = evaluate(name, known);
      return result == null ? null : graph.constantInt(result);
    }
    return ofChoice(name, arguments);
  }

  private static boolean isConstant(Value value) {
    return value.operation() instanceof Operation.Literal(String _)
        || value.type() == ValueType.INT && value.constant() != null;
  }

  private static Object constant(Value value) {
    if (value.operation() instanceof Operation.Literal(String text)) {
      return text;
    }
    Long number = value.constant();
    if (number == null) {
      throw new IllegalStateException("no constant");
    }
    return number.intValue();
  }

  /** A character of a constant string, which lies among the variables if the index is no constant. */
  private @Nullable Value charAt(List<Value> arguments) {
    if (!(arguments.getFirst().operation() instanceof Operation.Literal(String text))) {
      return null;
    }
    Long index = arguments.get(1).constant();
    if (text.isEmpty() || (index != null && (index < 0 || index >= text.length()))) {
      throw new SourceError(
          graph.position(),
          Rule.ALWAYS_FAILS,
          index + " is out of range here, always: see \"" + text + '"');
    }
    if (index != null) {
      return graph.constantInt(text.charAt(index.intValue()));
    }
    Value letters = new StaticAccess(graph, memory).read(module.staticFields().text(text));
    return memory.loadElement(letters, arguments.get(1), TypeKind.CHAR);
  }

  /** What a method of a string says of constants; null if it is none of those that are known here. */
  private static @Nullable Integer evaluate(String name, List<Object> known) {
    String text = (String) known.getFirst();
    Object result =
        switch (known.size() == 1 ? "" : known.get(1)) {
          case Integer letter when name.equals("indexOf") -> text.indexOf(letter);
          case String other ->
              switch (name) {
                case "hashCode" -> text.hashCode();
                case "length" -> text.length();
                case "isEmpty" -> text.isEmpty();
                case "equals" -> text.equals(other);
                case "startsWith" -> text.startsWith(other);
                case "endsWith" -> text.endsWith(other);
                case "contains" -> text.contains(other);
                case "indexOf" -> text.indexOf(other);
                case "compareTo" -> text.compareTo(other);
                default -> "";
              };
          default -> "";
        };
    return switch (result) {
      case Boolean truth -> truth ? 1 : 0;
      case Integer number -> number;
      default -> null;
    };
  }

  /** What a method says where paths choose one of its strings, and the others are constants; null if that is not so. */
  private @Nullable Value ofChoice(String name, List<Value> arguments) {
    int place = -1;
    for (int i = 0; i < arguments.size(); i++) {
      if (StringChoice.is(arguments.get(i)) && place < 0) {
        place = i;
      } else if (!isConstant(arguments.get(i))) {
        return null;
      }
    }
    if (place < 0) {
      return null;
    }
    int chosen = place;
    List<Object> known = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      known.add(i == chosen ? "" : constant(arguments.get(i)));
    }
    if (evaluate(name, known) == null) {
      return null;
    }
    Value text = arguments.get(chosen);
    if (chosen == 0 || !name.equals("equals")) {
      graph.faultIf(JumpCondition.NE, choice.isNull(text), graph.constantInt(0), "null");
    }
    return choice.number(
        text,
        each -> {
          if (each == null) {
            return 0;
          }
          List<Object> with = new ArrayList<>(known);
          with.set(chosen, each);
          Integer result = evaluate(name, with);
          return result == null ? 0 : result;
        });
  }

  /** The array of bytes that a string was made of, by {@code Text.toString}; null if it was not. */
  private @Nullable Value bytes(Value text) {
    return text.operation() instanceof Operation.Concatenation(Texts.Recipe(var parts))
            && parts.equals(List.of(new Texts.Part.Bytes()))
            && memory.isArray(text.input(0))
        ? text.input(0)
        : null;
  }

  private @Nullable Value ofText(String name, Value text, Value array, List<Value> arguments) {
    return switch (name) {
      case "hashCode" ->
          graph.add(
              new Operation.Literal(
                  new TextSwitch.Hash(other -> compare("equals", text, array, other))),
              ValueType.INT);
      case "equals", "startsWith" -> {
        if (name.equals("equals") && arguments.get(1).operation() instanceof Operation.Null) {
          yield graph.constantInt(0);
        }
        yield arguments.size() == 2
                && arguments.get(1).operation() instanceof Operation.Literal(String other)
            ? compare(name, text, array, other)
            : null;
      }
      case "length", "isEmpty" -> throw ofBytes(name, "Text.length(bytes)");
      case "indexOf", "contains" -> throw ofBytes(name, "Text.indexOf(bytes, …)");
      case "endsWith" -> throw ofBytes(name, "Text.matches(bytes, at, …)");
      case "charAt" -> throw ofBytes(name, "bytes[i]");
      default -> null;
    };
  }

  private SourceError ofBytes(String name, String instead) {
    return new SourceError(
        graph.position(),
        Rule.STRING_VALUE,
        "not supported in a program: %s of a text that lies in an array, which goes by characters: %s goes by its bytes"
            .formatted(name, instead));
  }

  private Value compare(String name, Value text, Value array, String other) {
    if (graph.mayHaveWrittenSince(text)) {
      throw new SourceError(
          graph.position(),
          Rule.STRING_VALUE,
          "the array may have been written since this string was made of it: compare it where it is"
              + " made");
    }
    if (!isUtf8(other)) {
      throw new SourceError(
          graph.position(),
          Rule.CONSTANT_ARGUMENT,
          "what a text is compared with has no characters that UTF-8 does not write, nor the one that"
              + " stands for such");
    }
    Value result =
        texts.invoke(
            name, List.of(array, graph.add(new Operation.Literal(other), ValueType.REFERENCE)));
    if (result == null) {
      throw new IllegalStateException("no comparison " + name);
    }
    return result;
  }

  /** Whether the bytes of a string are those of no other, and of no text that is no UTF-8. */
  private static boolean isUtf8(String text) {
    return text.codePoints()
        .noneMatch(each ->
            each == 0xfffd || each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
  }
}
