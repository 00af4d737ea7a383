package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program for a BTF-typed raw tracepoint ({@code tp_btf}), since Linux 5.5.
 *
 * <p>The method's parameters are the tracepoint's own ({@code TP_PROTO}), in order; trailing ones may be left out. Kernel
 * pointers among them are read with direct loads. The method returns nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BtfTracepoint {
  /** The tracepoint's name, {@code sched_process_exec}. */
  String value();
}
