package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that runs for each of the kernel's objects of a kind, when user space reads from its link; since
 * Linux 5.8.
 *
 * <p>The method's parameters are those of {@code struct bpf_iter__KIND} in the kernel: the {@code bpf_iter_meta} and then the object,
 * which is null at the end. Each is a {@link KernelType} class; a map's key and value ({@code bpf_map_elem}) are {@link Struct}
 * classes. The method returns nothing, or an int: 0 to go on and 1 to be
 * called for the same object again.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Iter {
  /** The kind of objects, {@code task}; the kernel has a function {@code bpf_iter_task} for it. */
  String value();
}
