package dev.tawon.compiler.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link dev.tawon.lang.KernelType} class.
 *
 * @param type the class
 * @param name the structure's name in the kernel
 * @param fields the members that the class names, ordered by name
 */
public record KernelStruct(Class<?> type, String name, List<Field> fields) {
  /** Copies the list. */
  public KernelStruct {
    fields = List.copyOf(fields);
  }

  /**
   * A member.
   *
   * @param name its name, in Java and in the kernel
   * @param type the Java type: a primitive, an array of one, or another {@link dev.tawon.lang.KernelType} class
   * @param embedded whether a structure lies within this one, rather than behind a pointer
   * @param length the number of elements of an array, or -1
   */
  public record Field(String name, Class<?> type, boolean embedded, int length) {}

  /** The index of a member, or null if the class names none such. */
  public @Nullable Integer index(String field) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(field)) {
        return i;
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KernelStruct that && type == that.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
