package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program at the entry of a kernel function ({@code fentry}), since Linux 5.5.
 *
 * <p>The method's parameters are the function's own, in order; trailing ones may be left out. Kernel pointers among them are read
 * with direct loads. The method returns nothing.
 *
 * {@snippet :
 * @Fentry("tcp_connect")
 * static void onConnect(Sock sk) {}
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fentry {
  /** The function's name, {@code tcp_connect}. */
  String value();
}
