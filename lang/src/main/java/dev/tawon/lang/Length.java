package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The number of elements of an array field of a {@link Struct} or {@link KernelType} class, which lies in the struct. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Length {
  /**
   * How many elements, at least 1. In a {@link KernelType} class 0 is a flexible array: indices are unsigned and not checked,
   * and what cannot be read is 0. An array there that has no {@link Length} is as long as the kernel says.
   */
  int value();
}
