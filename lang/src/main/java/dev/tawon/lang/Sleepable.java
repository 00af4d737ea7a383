package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a program that may sleep: it may call what waits, such as {@link Helpers#copyFromUser}, which reads memory that is not
 * there yet, where {@link Bpf#readUser} gives up.
 *
 * <p>{@link Fentry}, {@link Fexit}, {@link FmodRet} and {@link Lsm} programs may (since Linux 5.10; at the functions and hooks
 * that the kernel lists for it), {@link Iter} (5.18), and {@link Uprobe} and {@link Uretprobe} (6.0).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Sleepable {}
