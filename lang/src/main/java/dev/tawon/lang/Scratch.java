package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static final field whose object does not lie on the stack, which has 512 bytes, but in memory of its own for each
 * program and each CPU: a {@link Struct}, or an array of numbers.
 *
 * {@snippet :
 * @Scratch static final Event EVENT = new Event();
 * @Scratch static final byte[] PATH = new byte[4096];
 * }
 *
 * <p>It is a value of a per-CPU array map, {@code tawon_scratch}, which the program looks up once. All such fields of a module
 * together have at most 32 KiB, the kernel's limit for a value on one CPU.
 *
 * <p><b>What it holds is what the last run of the same program left there</b>, on the same CPU, and zeros at first; set what
 * you read. Two programs of a module do not see each other's.
 *
 * <p><b>Runs of one program can meet.</b> Since Linux 5.11 a program of many kinds keeps its CPU but not the task: while it
 * runs, another task may be switched to, and the same program run there, on the same memory, before the first goes on. So it
 * is for security hooks, control groups and iterators on preemptible kernels, and for BTF tracepoints since Linux 7.0;
 * kprobes, tracepoints by perf, XDP and traffic control are not interrupted by themselves. Where a torn record must not be,
 * build it in place, by {@link dev.tawon.lang.map.RingBuffer#reserve}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Scratch {}
