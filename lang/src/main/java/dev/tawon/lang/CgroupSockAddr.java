package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that sees, and may change, the addresses that a cgroup's sockets are connected or bound to, since
 * Linux 4.17.
 *
 * <p>The method has one parameter, a {@link SocketAddressContext}, and returns 1 to allow or 0 to refuse with {@code EPERM}. A fault
 * allows.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CgroupSockAddr {
  /** When it runs. */
  SocketAddressHook value();
}
