package dev.tawon.lang;

/** Operations on kernel pointers that Java has no syntax for. Calling a method on the JVM throws. */
public final class Kernel {
  private Kernel() {}

  /**
   * The structure that contains another as its member ({@code container_of}).
   *
   * @param member the inner structure
   * @param type the outer structure's {@link KernelType} class, a class constant
   * @param field the member's name in it, a constant; it is {@link Embedded}
   */
  public static <T> T containerOf(Object member, Class<T> type, String field) {
    throw KernelOnly.call();
  }

  /**
   * A kernel pointer as another type, without a check.
   *
   * @param pointer a kernel pointer
   * @param type the {@link KernelType} class, a class constant
   */
  public static <T> T cast(Object pointer, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * A number as the address of a kernel structure, without a check.
   *
   * @param address the address
   * @param type the {@link KernelType} class, a class constant
   */
  public static <T> T pointer(long address, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Reads the pointer at an index of an array of pointers in the kernel; null if it cannot be read.
   *
   * @param array the array's address
   * @param index the element's index, unsigned and not checked
   * @param type the {@link KernelType} class, a class constant
   */
  public static <T> T pointerAt(long array, int index, Class<T> type) {
    throw KernelOnly.call();
  }

  /** A kernel pointer as a number, to compare or to use as a key. */
  public static long address(Object pointer) {
    throw KernelOnly.call();
  }
}
