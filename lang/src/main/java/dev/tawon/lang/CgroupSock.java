package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that sees the sockets of a cgroup's processes made, bound or closed, since Linux 4.10.
 *
 * <p>The method has one parameter, a {@link SocketContext}, and returns 1 to allow or 0 to refuse with {@code EPERM}. A fault
 * allows.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CgroupSock {
  /** When it runs. */
  SocketHook value() default SocketHook.CREATE;
}
