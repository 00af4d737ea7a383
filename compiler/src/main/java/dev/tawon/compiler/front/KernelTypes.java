package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads {@link KernelType} classes. */
public final class KernelTypes {
  private KernelTypes() {}

  /** Whether a class is one. */
  public static boolean isKernelType(Class<?> type) {
    return type.isAnnotationPresent(KernelType.class);
  }

  /**
   * The structure of a class.
   *
   * @throws CompilationException if a field is of a type that no kernel structure holds
   */
  public static KernelStruct of(Class<?> type) {
    List<KernelStruct.Field> fields =
        Arrays.stream(type.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .sorted(Comparator.comparing(Field::getName))
            .map(field -> field(type, field))
            .toList();
    return new KernelStruct(type, type.getAnnotation(KernelType.class).value(), fields);
  }

  private static KernelStruct.Field field(Class<?> owner, Field field) {
    Class<?> type = field.getType();
    Length length = field.getAnnotation(Length.class);
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    boolean integer = element.isPrimitive() && element != float.class && element != double.class;
    boolean structure = !type.isArray() && isKernelType(element);
    if ((!integer && !structure) || (type.isArray() && length == null)) {
      String reason =
          type.isArray()
              ? "is an array without @Length"
              : "is neither an integer nor a @KernelType class";
      throw new CompilationException(
          List.of(
              new Diagnostic(
                  SourceFiles.of(owner),
                  0,
                  "field " + owner.getSimpleName() + "." + field.getName() + " " + reason)));
    }
    return new KernelStruct.Field(
        field.getName(),
        type,
        structure && field.isAnnotationPresent(Embedded.class),
        length == null ? -1 : length.value());
  }
}
