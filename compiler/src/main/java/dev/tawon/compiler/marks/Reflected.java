package dev.tawon.compiler.marks;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What reflection says of annotations: defaults, and all of them where there is no class file to read. */
final class Reflected {
  private Reflected() {}

  /** The value that an annotation has where none is written. */
  static Object defaultValue(String kind, String name) {
    try {
      Object value =
          Class.forName(kind, false, Reflected.class.getClassLoader())
              .getDeclaredMethod(name)
              .getDefaultValue();
      return plain(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no annotation " + kind + " with " + name, e);
    }
  }

  static List<Mark> marks(Annotation[] annotations) {
    List<Mark> marks = new ArrayList<>();
    for (Annotation annotation : annotations) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Method method : annotation.annotationType().getDeclaredMethods()) {
        try {
          values.put(method.getName(), plain(method.invoke(annotation)));
        } catch (ReflectiveOperationException _) {
          // An annotation that is not visible from here is none of ours.
        }
      }
      marks.add(new Mark(annotation.annotationType().getName(), values));
    }
    return marks;
  }

  private static Object plain(@Nullable Object value) {
    if (value instanceof Class<?> type) {
      return type.getName();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value != null && value.getClass().isArray()) {
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(plain(Array.get(value, i)));
      }
      return elements;
    }
    if (value == null) {
      throw new IllegalArgumentException("an annotation without a value that has no default");
    }
    return value;
  }
}
