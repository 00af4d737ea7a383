package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program for a raw tracepoint, since Linux 4.17.
 *
 * <p>The method's parameters are the tracepoint's own, as 64-bit words; trailing ones may be left out. To the verifier they
 * are numbers, so that kernel pointers among them are read with {@code bpf_probe_read_kernel}. The method returns nothing,
 * or an int, which only {@code BPF_PROG_TEST_RUN} looks at.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RawTracepoint {
  /** The tracepoint's name, {@code sys_enter}. */
  String value();
}
