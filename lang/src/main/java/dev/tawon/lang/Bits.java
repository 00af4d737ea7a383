package dev.tawon.lang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A bit field of a {@link Struct} class: an integer or boolean of which so many low bits are kept. It lies where a C compiler
 * for a little-endian machine puts it: behind the bit field above it, unless it would then cross a border of its type.
 *
 * <p>Assigning drops the bits that do not fit. Reading extends the sign of {@code byte}, {@code short}, {@code int} and
 * {@code long}; {@code char} and {@code boolean} have none. Assignments to fields that share bytes are not atomic.
 *
 * <p>In a {@link KernelType} class it marks a bit field of the kernel's: where it lies, how many bits it has and whether they
 * have a sign is the kernel's matter, and so no number is needed.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Bits {
  /** How many bits, from 1 to those of the field's type; 1 for a boolean. 0, the default, is for {@link KernelType} classes. */
  int value() default 0;
}
