package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static native method as an iterator of the kernel, of those that are three functions ({@code …_new}, {@code …_next} and
 * {@code …_destroy}). What it returns stands in a {@code for} loop, and the iteration is ended on every way out of that, a fault's
 * too.
 *
 * <p>The method returns an {@code Iterable} of a {@link KernelType} or {@link Struct} class, or of {@code Integer} or {@code Long}
 * where the kernel gives addresses of numbers. Its parameters are those of {@code …_new} behind the first; class constants are not
 * passed. {@link Bpf#range}, {@link Kernel#processes} and {@link Kernel#threads} are such iterators.
 *
 * {@snippet :
 * @KfuncIterator(value = "bpf_iter_task_vma", bytes = 8, since = "6.7")
 * static native Iterable<VmArea> areas(TaskStruct task, long from);
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface KfuncIterator {
  /** The name of the iterator's structure in the kernel, without {@code struct}, with which those of its functions begin. */
  String value();

  /** How large that structure is, in bytes: 8, 16 or 24, as it is declared in the kernel. */
  int bytes();

  /** The kernel that has it first: a program for an older one is refused. */
  String since();
}
