package dev.tawon.compiler.marks;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The annotations of a class and of its members. */
public final class Marks {
  private static final Marks NONE = new Marks();

  /** What a class file says does not change. */
  private static final ClassValue<Marks> KNOWN =
      new ClassValue<>() {
        @Override
        protected Marks computeValue(Class<?> type) {
          return read(type);
        }
      };

  private final List<Mark> own = new ArrayList<>();
  private final Map<String, List<Mark>> members = new HashMap<>();

  private Marks() {}

  /** Whether a class has an annotation. */
  public static boolean has(Class<?> type, Class<? extends Annotation> kind) {
    return mark(type, kind) != null;
  }

  /** A class's annotation of a kind; null if it has none. */
  public static @Nullable Mark mark(Class<?> type, Class<? extends Annotation> kind) {
    return find(KNOWN.get(type).own, kind);
  }

  /** Whether a field has an annotation. */
  public static boolean has(Field field, Class<? extends Annotation> kind) {
    return mark(field, kind) != null;
  }

  /** A field's annotation of a kind; null if it has none. */
  public static @Nullable Mark mark(Field field, Class<? extends Annotation> kind) {
    return find(
        KNOWN
            .get(field.getDeclaringClass())
            .of(key(field.getName(), field.getType().descriptorString())),
        kind);
  }

  /** A method's annotation of a kind; null if it has none. */
  public static @Nullable Mark mark(Method method, Class<? extends Annotation> kind) {
    return find(all(method), kind);
  }

  /** A method's annotations, in their order. */
  public static List<Mark> all(Method method) {
    return KNOWN.get(method.getDeclaringClass()).of(key(method));
  }

  /**
   * Whether a method's parameter has an annotation.
   *
   * @param index its place, from 0
   */
  public static boolean has(Method method, int index, Class<? extends Annotation> kind) {
    Marks marks = KNOWN.get(method.getDeclaringClass());
    return find(marks.of(key(method) + index), kind) != null;
  }

  private List<Mark> of(String member) {
    return members.getOrDefault(member, List.of());
  }

  private static @Nullable Mark find(List<Mark> marks, Class<? extends Annotation> kind) {
    for (Mark mark : marks) {
      if (mark.is(kind)) {
        return mark;
      }
    }
    return null;
  }

  private static String key(Method method) {
    StringBuilder descriptor = new StringBuilder("(");
    for (Class<?> parameter : method.getParameterTypes()) {
      descriptor.append(parameter.descriptorString());
    }
    descriptor.append(')').append(method.getReturnType().descriptorString());
    return key(method.getName(), descriptor.toString());
  }

  static String key(String name, String descriptor) {
    return name + descriptor;
  }

  /** Notes the annotations of the class. */
  void addOwn(List<Mark> marks) {
    own.addAll(marks);
  }

  /**
   * Notes the annotations of a member.
   *
   * @param key its name and descriptor; of a parameter, those of its method and its place
   */
  void add(String key, List<Mark> marks) {
    if (!marks.isEmpty()) {
      members.put(key, marks);
    }
  }

  private static Marks read(Class<?> type) {
    if (type.isPrimitive() || type.isArray() || type.getClassLoader() == null) {
      return NONE; // the JDK's own have none of ours
    }
    Marks marks = new Marks();
    if (MarkReader.read(type, marks)) {
      return marks;
    }
    // No class file, or a damaged one: whoever needs its code will say so.
    Marks reflected = new Marks();
    reflected.addOwn(Reflected.marks(type, type));
    for (Field field : type.getDeclaredFields()) {
      reflected.add(
          key(field.getName(), field.getType().descriptorString()), Reflected.marks(type, field));
    }
    for (Method method : type.getDeclaredMethods()) {
      reflected.add(key(method), Reflected.marks(type, method));
      Parameter[] parameters = method.getParameters();
      for (int i = 0; i < parameters.length; i++) {
        reflected.add(key(method) + i, Reflected.marks(type, parameters[i]));
      }
    }
    return reflected;
  }
}
