package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program at a function of user space, since Linux 4.3; it is attached by a perf event, since 4.17.
 *
 * <p>The method's parameters are the function's own first ones, from the registers; pointers among them are addresses of the process,
 * read with {@link Bpf#readUser}. The method returns nothing. What it is attached to is told when it is attached.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Uprobe {}
