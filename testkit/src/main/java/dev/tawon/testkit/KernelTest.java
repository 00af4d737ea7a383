package dev.tawon.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of tests that run on a kernel, as root: see {@link dev.tawon.testkit}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(KernelExtension.class)
public @interface KernelTest {
  /** The first version of Linux that it is for. */
  String since() default "5.10";

  /** What the kernel has to have; where it has all of it, no test may be skipped. */
  KernelFeature[] needs() default {};

  /** Whether it may run on this machine's own kernel: not if it denies, kills or drops anything outside of itself. */
  boolean host() default true;
}
