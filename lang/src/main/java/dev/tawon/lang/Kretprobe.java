package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program at the return of a kernel function, since Linux 4.1; it is attached by a perf event,
 * since 4.17.
 *
 * <p>The method has one parameter at most, what the function returned. It returns nothing, or an int of no consequence.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Kretprobe {
  /** The function's name, as in {@code /proc/kallsyms}. */
  String value();
}
