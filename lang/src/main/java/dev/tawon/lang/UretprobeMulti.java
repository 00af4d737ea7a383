package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program at the returns of many functions of one file of user space, attached by one link; since Linux
 * 6.6.
 *
 * <p>Parameter and result are those of a {@link Uretprobe}. Which functions, and in which process, is told when it is attached;
 * {@link Helpers#getAttachCookie} gives the number that was given to the one that was called.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface UretprobeMulti {}
