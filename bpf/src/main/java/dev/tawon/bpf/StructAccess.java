package dev.tawon.bpf;

import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.StructLayout.Bitfield;
import dev.tawon.compiler.StructLayout.Enumerated;
import dev.tawon.compiler.StructLayout.Field;
import dev.tawon.compiler.StructLayout.Nested;
import dev.tawon.compiler.StructLayout.Primitive;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;

/** Whether a generated codec can use a class: what would otherwise be a linkage error, in the words of the one to fix it. */
final class StructAccess {
  private StructAccess() {}

  /**
   * Checks a struct and those within it, and lets this module read theirs.
   *
   * @throws BpfException naming the class or field, and what to change
   */
  static void require(StructLayout layout) {
    Class<?> type = layout.type();
    requireVisible(type);
    if (!type.isRecord()) {
      requireConstructor(type);
    }
    for (Field field : layout.fields()) {
      requireVisible(field.owner());
      if (!type.isRecord()) {
        requireUsable(field);
      }
      switch (field.element()) {
        case Nested(StructLayout nested) -> require(nested);
        case Enumerated(Class<?> constants) -> requireVisible(constants);
        case Primitive _, Bitfield _ -> {}
      }
    }
  }

  private static void requireConstructor(Class<?> type) {
    try {
      if (!Modifier.isPublic(type.getDeclaredConstructor().getModifiers())) {
        throw refused(type, "has no public constructor: make the one without parameters public");
      }
    } catch (NoSuchMethodException _) {
      throw refused(type, "has no constructor without parameters: give it a public one");
    }
  }

  private static void requireVisible(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      throw refused(type, "is not public: make it public");
    }
    if (Modifier.isAbstract(type.getModifiers()) && !type.isEnum()) {
      throw refused(type, "is abstract");
    }
    Module own = StructAccess.class.getModule();
    own.addReads(type.getModule());
    if (!type.getModule().isExported(type.getPackageName(), own)) {
      throw refused(type, opens(type, "is in a package that its module keeps to itself"));
    }
  }

  /**
   * Where the codec of a class that {@link #require} has passed is defined: beside this class if its loader knows the struct,
   * else beside the struct, whose loader knows both. A module's struct of the latter kind has to be in an open package.
   *
   * @throws BpfException if it is not
   */
  static MethodHandles.Lookup definer(Class<?> type) {
    MethodHandles.Lookup own = MethodHandles.lookup();
    if (isReachable(type)) {
      return own;
    }
    try {
      return MethodHandles.privateLookupIn(type, own);
    } catch (IllegalAccessException _) {
      throw refused(type, opens(type, "is loaded by another class loader than dev.tawon.bpf"));
    }
  }

  private static boolean isReachable(Class<?> type) {
    try {
      return Class.forName(type.getName(), false, StructAccess.class.getClassLoader()) == type;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  private static String opens(Class<?> type, String reason) {
    return reason
        + ": write \"opens "
        + type.getPackageName()
        + " to dev.tawon.bpf\" in the module-info of "
        + type.getModule().getName();
  }

  private static void requireUsable(Field field) {
    try {
      int modifiers = field.owner().getDeclaredField(field.name()).getModifiers();
      if (!Modifier.isPublic(modifiers) || Modifier.isFinal(modifiers)) {
        throw refused(
            field.owner(),
            "has the field " + field.name() + ", which must be public and not final");
      }
    } catch (NoSuchFieldException e) {
      throw new BpfException(
          "the class file of " + field.owner().getName() + " is not the class that is loaded", e);
    }
  }

  private static BpfException refused(Class<?> type, String reason) {
    return new BpfException(type.getName() + " cannot be read or written: it " + reason);
  }
}
