package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a filter of the packets of a cgroup's sockets, since Linux 4.10.
 *
 * <p>The method has one parameter, a {@link SkBuff}, whose packet begins at the network header, and returns 1 to let it pass or 0 to
 * drop it; for what leaves, 2 and 3 are the same with a sign of congestion. A fault lets it pass.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CgroupSkb {
  /** Which packets it sees. */
  Direction value() default Direction.INGRESS;
}
