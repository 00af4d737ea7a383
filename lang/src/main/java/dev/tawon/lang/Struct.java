package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that is a C struct in the kernel half: its instance fields, in order of declaration, with natural
 * alignment and the machine's byte order.
 *
 * <p>Fields are primitives, other {@code @Struct} classes (embedded, not pointed to) and arrays with a {@link Length}. A
 * class that extends another {@code @Struct} class begins with its fields. {@code new} puts a struct on the stack,
 * {@link dev.tawon.lang.map.RingBuffer#reserve} into a ring buffer, and a map's {@code get} returns the one in the map.
 * The user half receives instances of the same class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Struct {
  /** The name that the kernel knows it by, {@code bpf_spin_lock}; empty for the class's own. */
  String value() default "";
}
