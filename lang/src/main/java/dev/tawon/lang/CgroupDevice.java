package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that decides which devices a cgroup's processes may open and make, since Linux 4.15.
 *
 * <p>The method has one parameter, a {@link DeviceContext}, and returns 1 to allow or 0 to refuse with {@code EPERM}. A fault
 * allows.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CgroupDevice {}
