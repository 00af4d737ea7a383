package dev.tawon.monitor;

import dev.tawon.bpf.UnsupportedFeatureException;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a kernel does differently from others, as its BTF tells.
 *
 * @param exitSaysGroupDead whether {@code sched_process_exit} has a second parameter, {@code group_dead}
 * @param programsArePreemptible whether the task that runs a tracepoint's program can lose the CPU meanwhile: since Linux
 *     7.0, which guards tracepoints with SRCU instead of keeping the task on the CPU. The guard's type tells it
 */
record KernelTraits(boolean exitSaysGroupDead, boolean programsArePreemptible) {
  private static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");

  /**
   * Those of the kernel at hand.
   *
   * @throws UnsupportedFeatureException if it does not show its BTF
   */
  static KernelTraits here() {
    return of(KERNEL_BTF);
  }

  /** Those of a kernel, by the file of its BTF. */
  static KernelTraits of(Path file) {
    if (!Files.isReadable(file)) {
      throw new UnsupportedFeatureException(
          "BTF in " + file, "5.4", "it is there when the kernel has CONFIG_DEBUG_INFO_BTF");
    }
    Btf kernel = Btf.open(file);
    boolean groupDead =
        kernel.find(BtfKind.TYPEDEF, "btf_trace_sched_process_exit").stream()
            .map(typedef -> kernel.target(kernel.target(typedef)))
            // The first parameter of every such prototype is the hook's own data.
            .anyMatch(prototype -> kernel.vlen(prototype) > 2);
    return new KernelTraits(
        groupDead, kernel.find(BtfKind.TYPEDEF, "class_srcu_fast_notrace_t").isPresent());
  }
}
