package dev.tawon.compiler.marks;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceFiles;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One annotation. What is asked for and is not there, or is of another type than its class says, is a {@link
 * CompilationException}: no javac writes such a class file.
 *
 * @param owner the class that it is written in
 * @param kind the name of its class
 * @param values what is written, by name: strings, numbers, booleans; names of enums' constants and of classes; lists of these
 */
public record Mark(Class<?> owner, String kind, Map<String, Object> values) {
  /** A mark. */
  public Mark {
    values = Map.copyOf(values);
  }

  boolean is(Class<? extends Annotation> type) {
    return kind.equals(type.getName());
  }

  /** A string. */
  public String text(String name) {
    return value(name, String.class);
  }

  /** A number. */
  public int number(String name) {
    return value(name, Integer.class);
  }

  /** A boolean. */
  public boolean flag(String name) {
    return value(name, Boolean.class);
  }

  /** A constant of an enum. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    String constant = value(name, String.class);
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(constant)) {
        return each;
      }
    }
    throw damaged(name);
  }

  /** The names of classes. */
  public List<String> classNames(String name) {
    return texts(name);
  }

  /** Strings. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : value(name, List.class)) {
      if (!(element instanceof String text)) {
        throw damaged(name);
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  private <T> T value(String name, Class<T> type) {
    Object written = values.get(name);
    Object value = written != null ? written : MarkReader.defaultValue(kind, name);
    if (!type.isInstance(value)) {
      throw damaged(name);
    }
    return type.cast(value);
  }

  private CompilationException damaged(String name) {
    return new CompilationException(
        List.of(
            new Diagnostic(
                SourceFiles.of(owner),
                0,
                "the class file is damaged: annotation "
                    + kind
                    + " has no usable "
                    + name
                    + "; compile the source again",
                Rule.DAMAGED_CLASS)));
  }
}
