package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a classifier of traffic control, since Linux 4.1.
 *
 * <p>The method has one parameter, a {@link SkBuff}, and returns an int of {@link TcAction}. A fault passes the packet on
 * ({@code OK}). It is attached to a network interface by a link ({@code tcx}) since 6.6, and before as a filter of {@code clsact}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Tc {
  /** Which packets it sees. */
  Direction value() default Direction.INGRESS;
}
