package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static native method as a function of the kernel that programs may call, since Linux 5.13. Which there are, and for which
 * programs, depends on the kernel: a load on one that lacks the function says so.
 *
 * <p>Parameters are integers, arrays, {@link Struct} and {@link KernelType} classes. What a function acquires is released on every
 * path, a fault's too.
 *
 * {@snippet :
 * @Kfunc(value = "bpf_task_from_pid", release = "bpf_task_release")
 * static native @Nullable TaskStruct taskFromPid(int pid);
 *
 * @Kfunc(value = "bpf_task_release", releases = true)
 * static native void release(TaskStruct task);
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Kfunc {
  /** The function's name in the kernel. */
  String value();

  /** The function that releases what this one returns, when it is not null; empty if it acquires nothing. */
  String release() default "";

  /** Whether the function releases its first argument. */
  boolean releases() default false;
}
