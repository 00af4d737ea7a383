package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program for a tracepoint with the record that perf and ftrace see, since Linux 4.7.
 *
 * <p>The method has one parameter at most: a {@link KernelType} class for the tracepoint's record, by its name in the kernel's BTF,
 * {@code trace_event_raw_sched_switch}; for system calls {@code syscall_trace_enter} and {@code syscall_trace_exit}. The method
 * returns nothing. {@link BtfTracepoint} sees kernel structures instead and costs less.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Tracepoint {
  /** The tracepoint's group and name, {@code sched/sched_switch}. */
  String value();
}
