package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class whose annotated static methods are eBPF programs and whose static map fields are their maps.
 *
 * <p>Methods without a program annotation are ordinary functions that the programs call.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface BpfModule {
  /**
   * The licence declared to the kernel, which lets GPL-only helpers be called by {@code "GPL"},
   * {@code "GPL v2"}, {@code "Dual MIT/GPL"} and the like: see {@code license_is_gpl_compatible} in
   * {@code include/linux/license.h}.
   */
  String license() default "Dual MIT/GPL";

  /** Further classes whose programs and maps belong to the module. */
  Class<?>[] parts() default {};
}
