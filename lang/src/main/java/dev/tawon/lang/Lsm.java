package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program for a hook of the Linux security modules, since Linux 5.7, where {@code bpf} is among the
 * kernel's security modules ({@code lsm=}).
 *
 * <p>The parameters are the hook's own; trailing ones may be left out. The method returns an int, 0 to allow or a negated errno
 * from -4095 to -1 to deny; or nothing, which allows. Hooks that answer a question ({@code audit_rule_known},
 * {@code inode_xattr_skipcap}) take 0 or 1; those that only tell ({@code task_free}, {@code bprm_committed_creds}) take a method
 * that returns nothing. A result out of the range is a fault, and a fault allows.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Lsm {
  /** The hook's name without its prefix, {@code file_open}; {@code include/linux/lsm_hook_defs.h} lists them. */
  String value();
}
