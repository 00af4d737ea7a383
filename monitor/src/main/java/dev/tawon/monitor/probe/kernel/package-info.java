/**
 * The kernel's structures as the probes use them: the members needed, by the kernel's names.
 *
 * <p>Sources: {@code include/linux/sched.h}, {@code sched/signal.h}, {@code mm_types.h}, {@code fs.h}, {@code dcache.h},
 * {@code fs/mount.h}, {@code include/net/sock.h}.
 */
package dev.tawon.monitor.probe.kernel;
