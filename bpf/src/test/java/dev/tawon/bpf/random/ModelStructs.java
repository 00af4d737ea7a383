package dev.tawon.bpf.random;

import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** What objects of struct classes are in programs, done to those of the JVM. Called by {@link JvmSide}'s classes. */
public final class ModelStructs {
  private ModelStructs() {}

  /** The arrays and structs that lie in a struct are there without being made. */
  public static void fill(Object object) {
    try {
      for (Field field : object.getClass().getDeclaredFields()) {
        if (isInstance(field) && field.get(object) == null) {
          field.set(object, blank(field));
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
  }

  private static boolean isInstance(Field field) {
    field.setAccessible(true);
    return !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive();
  }

  private static Object blank(Field field) throws ReflectiveOperationException {
    Class<?> type = field.getType();
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (!type.isArray()) {
      return zero(type);
    }
    Object array =
        Array.newInstance(type.componentType(), field.getAnnotation(Length.class).value());
    for (int i = 0; i < Array.getLength(array); i++) {
      if (type.componentType().isAnnotationPresent(Struct.class)) {
        Array.set(array, i, zero(type.componentType()));
      }
    }
    return array;
  }

  /** A struct of zeros, whatever its constructor does. */
  static Object zero(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object object = constructor.newInstance();
    for (Field field : type.getDeclaredFields()) {
      if (isInstance(field)) {
        field.set(object, blank(field));
      } else if (!Modifier.isStatic(field.getModifiers())) {
        field.set(object, Array.get(Array.newInstance(field.getType(), 1), 0));
      }
    }
    return object;
  }

  /** A struct of its own with the same numbers. */
  static Object copy(Object object) throws ReflectiveOperationException {
    Object copy = zero(object.getClass());
    assign(object, copy);
    return copy;
  }

  /** Gives one struct what another holds. */
  static void assign(Object from, Object to) throws ReflectiveOperationException {
    for (Field field : from.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      field.setAccessible(true);
      Object value = field.get(from);
      if (field.getType().isArray()) {
        Object row = field.get(to);
        for (int i = 0; i < Array.getLength(row); i++) {
          Object element = Array.get(value, i);
          if (element.getClass().isAnnotationPresent(Struct.class)) {
            assign(element, Array.get(row, i));
          } else {
            Array.set(row, i, element);
          }
        }
      } else if (field.getType().isAnnotationPresent(Struct.class)) {
        assign(value, field.get(to));
      } else {
        field.set(to, value);
      }
    }
  }

  private static Field whole(Object object) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField("whole");
    field.setAccessible(true);
    return field;
  }

  /** Reads a part of a union whose first field is a long {@code whole}. */
  public static int read(Object object, String type) throws ReflectiveOperationException {
    if (object == null) {
      throw new NullPointerException();
    }
    long whole = whole(object).getLong(object);
    return switch (type) {
      case "B" -> (byte) whole;
      case "S" -> (short) whole;
      case "C" -> (char) whole;
      default -> (int) whole;
    };
  }

  /** Writes a part of a union. */
  public static void write(Object object, int value, String type)
      throws ReflectiveOperationException {
    if (object == null) {
      throw new NullPointerException();
    }
    long mask =
        switch (type) {
          case "B" -> 0xffL;
          case "S", "C" -> 0xffffL;
          default -> 0xffff_ffffL;
        };
    Field field = whole(object);
    field.setLong(object, field.getLong(object) & ~mask | value & mask);
  }
}
