package dev.tawon.compiler.front;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** Which fields are read and written each time that a program says so. */
final class Volatile {
  private Volatile() {}

  /** Whether a class declares a volatile field under a name. */
  static boolean is(Class<?> owner, String name) {
    for (Field field : owner.getDeclaredFields()) {
      if (field.getName().equals(name)) {
        return Modifier.isVolatile(field.getModifiers());
      }
    }
    return false;
  }
}
