package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that may replace the result of a kernel function ({@code fmod_ret}), since Linux 5.7: of
 * one that allows error injection, or of a security hook ({@code security_file_open}).
 *
 * <p>The parameters are as of {@link Fentry}. The method returns an int: 0 lets the function run; anything else is its result, and it
 * does not run. A fault lets it run.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FmodRet {
  /** The function's name, {@code security_file_open}. */
  String value();
}
