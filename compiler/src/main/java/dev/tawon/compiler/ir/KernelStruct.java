package dev.tawon.compiler.ir;

import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Union;
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
   * @param type the Java type: a primitive, another {@link dev.tawon.lang.KernelType} class, or an array of either
   * @param embedded whether a structure, or an array's, lies within this one, rather than behind a pointer
   * @param length the number of elements of an array; 0 if it is flexible; {@link #KERNELS} if the kernel says
   * @param bits how many bits the class says that a bit field has, at least 1; 0 if it is none
   */
  public record Field(String name, Class<?> type, boolean embedded, int length, int bits) {
    /** The length of an array of which the class says none. */
    public static final int KERNELS = -1;

    /** The number of elements from which on those of an array have no names of their own. */
    private static final int NAMED = 64;

    /** How many elements the local side of relocations has. */
    public int localLength() {
      return length == KERNELS ? NAMED : length;
    }

    /** Whether a constant index can be part of a way to a member. */
    public boolean isOnTheWay(long index) {
      return index >= 0 && index < Math.min(localLength(), NAMED);
    }
  }

  /** Whether it is a union. */
  public boolean isUnion() {
    return Marks.has(type, Union.class);
  }

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
