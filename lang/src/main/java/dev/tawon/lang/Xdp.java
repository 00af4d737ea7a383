package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program that sees packets as a network driver receives them, since Linux 4.8.
 *
 * <p>The method has one parameter, an {@link XdpPacket}, and returns an int of {@link XdpAction}. A fault passes the packet on. It is
 * attached to a network interface by a link, since 5.9.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Xdp {}
