package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.marks.Mark;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Bits;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** Reads {@link KernelType} classes. */
public final class KernelTypes {
  private static final int MAX_LENGTH = 1 << 20;

  private KernelTypes() {}

  /** Whether a class is one. */
  public static boolean isKernelType(Class<?> type) {
    return Marks.has(type, KernelType.class);
  }

  /**
   * The structure of a class.
   *
   * @throws CompilationException if a field is of a type that no kernel structure holds
   */
  public static KernelStruct of(Class<?> type) {
    Field[] declared = type.getDeclaredFields();
    Arrays.sort(declared, (left, right) -> left.getName().compareTo(right.getName()));
    List<KernelStruct.Field> fields =
        Arrays.stream(declared)
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .map(field -> field(type, field))
            .toList();
    Mark mark = Marks.mark(type, KernelType.class);
    if (mark == null) {
      throw new IllegalArgumentException(type.getName() + " is no @KernelType class");
    }
    String name = mark.text("value");
    if (!KernelNames.isValid(name)) {
      throw new CompilationException(
          List.of(
              new Diagnostic(
                  SourceFiles.of(type),
                  0,
                  "@KernelType(\"" + name + "\") is no structure's name: " + KernelNames.RULE,
                  Rule.KERNEL_NAME)));
    }
    return new KernelStruct(type, name, fields);
  }

  private static KernelStruct.Field field(Class<?> owner, Field field) {
    Class<?> type = field.getType();
    Mark length = Marks.mark(field, Length.class);
    int count = length == null ? KernelStruct.Field.KERNELS : length.number("value");
    if (!KernelNames.isValid(field.getName())) {
      throw error(owner, field, "has a name of Java's alone: " + KernelNames.RULE);
    }
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    boolean integer = element.isPrimitive() && element != float.class && element != double.class;
    boolean structure = isKernelType(element);
    Mark bits = Marks.mark(field, Bits.class);
    int width = bits == null ? 0 : bits.number("value");
    if (length != null && (count < 0 || count > MAX_LENGTH)) {
      throw error(
          owner,
          field,
          "has a @Length that is not from 1 to " + MAX_LENGTH + ", or 0 if it is flexible");
    }
    if (element.isArray()) {
      throw error(
          owner,
          field,
          "is an array of arrays: declare one array, as long as all of them together");
    }
    if (!integer && !structure) {
      throw error(
          owner, field, "is neither an integer nor a @KernelType class, nor an array of one");
    }
    if (Marks.has(field, Embedded.class) && !structure) {
      throw error(owner, field, "is @Embedded and no @KernelType class");
    }
    if (length != null && !type.isArray()) {
      throw error(owner, field, "has a @Length and is no array");
    }
    if (bits != null && (type.isArray() || !integer || width < 0 || width > Long.SIZE)) {
      throw error(
          owner, field, "has @Bits: a bit field is an integer or a boolean, of 1 to 64 bits");
    }
    return new KernelStruct.Field(
        field.getName(),
        type,
        Marks.has(field, Embedded.class),
        count,
        bits == null ? 0 : Math.max(1, width));
  }

  private static CompilationException error(Class<?> owner, Field field, String reason) {
    return new CompilationException(
        List.of(
            new Diagnostic(
                SourceFiles.of(owner),
                0,
                "field " + owner.getSimpleName() + "." + field.getName() + " " + reason,
                Rule.KERNEL_TYPE)));
  }
}
