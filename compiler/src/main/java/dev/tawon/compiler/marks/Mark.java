package dev.tawon.compiler.marks;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;

/**
 * One annotation.
 *
 * @param kind the name of its class
 * @param values what is written, by name: strings, numbers, booleans; names of enums' constants and of classes; lists of these
 */
public record Mark(String kind, Map<String, Object> values) {
  /** A mark. */
  public Mark {
    values = Map.copyOf(values);
  }

  boolean is(Class<? extends Annotation> type) {
    return kind.equals(type.getName());
  }

  /** A string. */
  public String text(String name) {
    return (String) value(name);
  }

  /** A number. */
  public int number(String name) {
    return (Integer) value(name);
  }

  /** A boolean. */
  public boolean flag(String name) {
    return (Boolean) value(name);
  }

  /** A constant of an enum. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    return Enum.valueOf(type, (String) value(name));
  }

  /** The names of classes. */
  public List<String> classNames(String name) {
    return ((List<?>) value(name)).stream().map(String.class::cast).toList();
  }

  private Object value(String name) {
    Object written = values.get(name);
    return written != null ? written : Reflected.defaultValue(kind, name);
  }
}
