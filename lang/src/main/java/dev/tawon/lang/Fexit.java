package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program at the exit of a kernel function ({@code fexit}), since Linux 5.5.
 *
 * <p>The method's parameters are the function's own, in order; trailing ones may be left out. A last parameter with {@link Result} is
 * what the function returns. The method returns nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fexit {
  /** The function's name, {@code tcp_connect}. */
  String value();
}
