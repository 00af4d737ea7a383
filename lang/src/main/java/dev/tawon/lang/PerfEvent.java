package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that runs at each sample of a perf event, since Linux 4.9.
 *
 * <p>The method has one parameter at most, a {@link SampleContext}. It returns nothing. Which event is told when it is attached.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PerfEvent {}
