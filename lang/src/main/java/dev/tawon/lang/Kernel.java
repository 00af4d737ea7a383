package dev.tawon.lang;

import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

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

  /**
   * Whether the kernel that the program is loaded into has a field. It is a constant to the verifier, which does not look at
   * the branch that is not taken: an access there may be of a field that is missing.
   *
   * @param type the {@link KernelType} class, a class constant
   * @param field the field's name in it, a constant; {@code a.b} is a field of an {@link Embedded} one
   */
  public static boolean hasField(Class<?> type, String field) {
    throw KernelOnly.call();
  }

  /**
   * Where a field begins in this kernel, in bytes. The program is refused where the field is missing and the call reached.
   *
   * @param type the {@link KernelType} class, a class constant
   * @param field the field's name, as {@link #hasField} takes it
   */
  public static int fieldOffset(Class<?> type, String field) {
    throw KernelOnly.call();
  }

  /**
   * How many bytes a field has in this kernel. The program is refused where the field is missing and the call reached.
   *
   * @param type the {@link KernelType} class, a class constant
   * @param field the field's name, as {@link #hasField} takes it
   */
  public static int fieldSize(Class<?> type, String field) {
    throw KernelOnly.call();
  }

  /**
   * Whether a field is a signed integer in this kernel. The program is refused where the field is missing and the call
   * reached.
   *
   * @param type the {@link KernelType} class, a class constant
   * @param field the field's name, as {@link #hasField} takes it
   */
  public static boolean isFieldSigned(Class<?> type, String field) {
    throw KernelOnly.call();
  }

  /**
   * Whether this kernel has a structure of the class's name, whatever its fields.
   *
   * @param type the {@link KernelType} class, a class constant
   */
  public static boolean hasType(Class<?> type) {
    throw KernelOnly.call();
  }

  /**
   * How many bytes a structure has in this kernel; 0 if there is none.
   *
   * @param type the {@link KernelType} class, a class constant
   */
  public static int sizeOf(Class<?> type) {
    throw KernelOnly.call();
  }

  /**
   * Whether an enumeration of this kernel has a constant.
   *
   * @param enumeration the enumeration's name without {@code enum}, a constant
   * @param name the constant's name, a constant
   */
  public static boolean hasEnumValue(String enumeration, String name) {
    throw KernelOnly.call();
  }

  /**
   * The value of an enumeration's constant in this kernel. The program is refused where it is missing and the call reached.
   *
   * @param enumeration the enumeration's name without {@code enum}, a constant
   * @param name the constant's name, a constant
   */
  public static long enumValue(String enumeration, String name) {
    throw KernelOnly.call();
  }

  /**
   * All processes, for a {@code for} loop: {@code bpf_iter_task}, since Linux 6.7. An element is the task that leads the process; it
   * is there until the loop ends.
   *
   * {@snippet :
   * for (TaskStruct task : Kernel.processes(TaskStruct.class)) {
   *   if (task.tgid == wanted) {
   *     found++;
   *   }
   * }
   * }
   *
   * @param type the {@link KernelType} class of {@code task_struct}, a class constant
   */
  public static <T> Iterable<T> processes(Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * All threads of all processes, for a {@code for} loop; otherwise like {@link #processes}.
   *
   * @param type the {@link KernelType} class of {@code task_struct}, a class constant
   */
  public static <T> Iterable<T> threads(Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The threads of a task's process, for a {@code for} loop; otherwise like {@link #processes}.
   *
   * @param task a task, as a hook or the kernel gives it: {@link Bpf#currentTask}
   */
  public static <T> Iterable<T> threadsOf(T task) {
    throw KernelOnly.call();
  }

  /**
   * Reads under RCU: what is reached through pointers of the kernel stays there until the function returns. {@code
   * bpf_rcu_read_lock} and {@code bpf_rcu_read_unlock}, since Linux 6.2. A fault in it ends the section, and the program.
   *
   * <p>Sections do not lie within others. Programs that do not sleep read under RCU anyway.
   *
   * @param section what is done, a lambda or a reference to a static method
   */
  public static void rcu(Runnable section) {
    throw KernelOnly.call();
  }

  /**
   * The same as {@link #rcu(Runnable)}, with a result.
   *
   * @param section what is done
   */
  public static int rcu(IntSupplier section) {
    throw KernelOnly.call();
  }

  /**
   * The same as {@link #rcu(Runnable)}, with a result.
   *
   * @param section what is done
   */
  public static long rcu(LongSupplier section) {
    throw KernelOnly.call();
  }

  /**
   * Looks at the area of a task's memory in which an address lies: {@code bpf_find_vma}, since Linux 5.17.
   *
   * @param task a task, as a hook or {@link Bpf#currentTask} gives it
   * @param address the address
   * @param type the {@link KernelType} class of {@code vm_area_struct}, a class constant
   * @param function what is done with the area: a lambda, or a reference to a static method
   * @return 0, or {@code -ENOENT} (-2) if there is no area or no memory, or {@code -EBUSY} (-16) if it cannot be looked at now
   */
  public static <T> int findArea(Object task, long address, Class<T> type, Consumer<T> function) {
    throw KernelOnly.call();
  }
}
