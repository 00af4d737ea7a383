package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a filter of the packets that a socket receives, since Linux 3.19.
 *
 * <p>The method has one parameter, a {@link SkBuff}, and returns how many bytes of the packet to keep: 0 drops it, -1 keeps all. A fault
 * keeps all.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SocketFilter {}
