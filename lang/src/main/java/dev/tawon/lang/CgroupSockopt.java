package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that sees the socket options that a cgroup's processes get or set, since Linux 5.3.
 *
 * <p>The method has one parameter, a {@link SocketOptionContext}, and returns 1 to go on or 0 to refuse with {@code EPERM}. A fault goes
 * on.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CgroupSockopt {
  /** When it runs. */
  SocketOptionHook value();
}
