package dev.tawon.lang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where a field of a {@link Struct} class begins. Those after it follow it. Fields that overlap others, or that begin before
 * the one above, are errors.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Offset {
  /** Bytes from the begin of the struct. */
  int value();
}
