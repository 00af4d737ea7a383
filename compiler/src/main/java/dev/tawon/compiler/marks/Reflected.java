package dev.tawon.compiler.marks;

import java.lang.annotation.Annotation;
import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.AnnotatedElement;
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

  /** The value that an annotation has where none is written; null if one has to be. */
  static @Nullable Object defaultValue(Class<?> type, String name)
      throws ReflectiveOperationException {
    Object value = type.getDeclaredMethod(name).getDefaultValue();
    return value == null ? null : plain(value);
  }

  /**
   * The annotations of a class, or of a part of it.
   *
   * @throws AnnotationFormatError if they are damaged
   */
  static List<Mark> marks(Class<?> owner, AnnotatedElement element) {
    List<Mark> marks = new ArrayList<>();
    for (Annotation annotation : annotations(element)) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (Method method : annotation.annotationType().getDeclaredMethods()) {
        try {
          values.put(method.getName(), plain(method.invoke(annotation)));
        } catch (ReflectiveOperationException | RuntimeException _) {
          // Not visible from here, so none of ours; or damaged, which is said when it is asked for.
        }
      }
      marks.add(new Mark(owner, annotation.annotationType().getName(), values));
    }
    return marks;
  }

  private static Annotation[] annotations(AnnotatedElement element) {
    try {
      return element.getDeclaredAnnotations();
    } catch (ClassCastException | ArrayStoreException e) {
      // The JDK's parser believes the types of the class file.
      throw new AnnotationFormatError("annotations of " + element, e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Class<?> type) {
      return type.getName();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value.getClass().isArray()) {
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(plain(Array.get(value, i)));
      }
      return elements;
    }
    return value;
  }
}
