package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program at the entry of a kernel function, or at an instruction in it, since Linux 4.1; it is
 * attached by a perf event, since 4.17.
 *
 * <p>The method's parameters are the function's own first ones, taken from the registers of x86-64 (six) or arm64 (eight); of a probe
 * at an offset they are what the registers hold there. They are numbers to the verifier: kernel pointers among them are read with
 * {@code bpf_probe_read_kernel}. The method returns nothing, or an int that only {@code bpf_override_return} looks at.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Kprobe {
  /** The function's name, as in {@code /proc/kallsyms}. */
  String value();

  /** Bytes from the start of the function, of an instruction. */
  int offset() default 0;
}
