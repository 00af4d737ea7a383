package dev.tawon.monitor;

import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.nio.file.Path;

/** What the kernel at hand does differently from others, as its BTF tells. */
final class KernelTraits {
  private static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");

  private KernelTraits() {}

  /** Whether {@code sched_process_exit} has a second parameter, {@code group_dead}. */
  static boolean exitSaysGroupDead() {
    Btf kernel = Btf.open(KERNEL_BTF);
    return kernel.find(BtfKind.TYPEDEF, "btf_trace_sched_process_exit").stream()
        .map(typedef -> kernel.target(kernel.target(typedef)))
        // The first parameter of every such prototype is the hook's own data.
        .anyMatch(prototype -> kernel.vlen(prototype) > 2);
  }

  /**
   * Whether the task that runs a tracepoint's program can lose the CPU meanwhile: since Linux 7.0, which guards tracepoints
   * with SRCU instead of keeping the task on the CPU. The guard's type tells it.
   */
  static boolean programsArePreemptible() {
    return !Btf.open(KERNEL_BTF).find(BtfKind.TYPEDEF, "class_srcu_fast_notrace_t").isEmpty();
  }
}
