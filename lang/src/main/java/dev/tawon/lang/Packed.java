package dev.tawon.lang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Struct} class without padding: each field follows the one before it, and the struct may begin at any address, as
 * with {@code __attribute__((packed))} in C. A field of more than a byte that is not aligned costs a program more on some
 * processors, and the verifier refuses it on the stack.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Packed {}
