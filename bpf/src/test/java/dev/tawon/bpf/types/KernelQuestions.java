package dev.tawon.bpf.types;

import dev.tawon.bpf.types.KernelStructures.Arena;
import dev.tawon.bpf.types.KernelStructures.Attributes;
import dev.tawon.bpf.types.KernelStructures.Bio;
import dev.tawon.bpf.types.KernelStructures.Folio;
import dev.tawon.bpf.types.KernelStructures.MapleTree;
import dev.tawon.bpf.types.KernelStructures.OldTask;
import dev.tawon.bpf.types.KernelStructures.Partition;
import dev.tawon.bpf.types.KernelStructures.PrintSpec;
import dev.tawon.bpf.types.KernelStructures.Sock;
import dev.tawon.bpf.types.KernelStructures.Task;
import dev.tawon.bpf.types.KernelStructures.Vectors;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.RawTracepoint;

/** Asks what a kernel has; each program returns one half of the answer. */
@BpfModule
final class KernelQuestions {
  private KernelQuestions() {}

  private static int half(long value, int shift) {
    return (int) (value >>> shift);
  }

  private static long bit(boolean answer, int at) {
    return answer ? 1L << at : 0;
  }

  @RawTracepoint("sys_enter")
  static int offsets(long at, int shift) {
    return half(
        (Kernel.fieldOffset(Task.class, "tgid") * 100_000L
                    + Kernel.fieldOffset(Task.class, "se.sum_exec_runtime"))
                * 100_000L
            + Kernel.fieldOffset(Vectors.class, "count"),
        shift);
  }

  @RawTracepoint("sys_enter")
  static int fieldSizes(long at, int shift) {
    return half(
        (Kernel.fieldSize(Task.class, "comm") * 100_000L + Kernel.fieldSize(Task.class, "signal"))
                * 100_000L
            + Kernel.fieldSize(Task.class, "se"),
        shift);
  }

  @RawTracepoint("sys_enter")
  static int signs(long at, int shift) {
    return half(
        bit(Kernel.isFieldSigned(Task.class, "exit_signal"), 0)
            | bit(Kernel.isFieldSigned(Task.class, "flags"), 1)
            | bit(Kernel.isFieldSigned(PrintSpec.class, "precision"), 2)
            | bit(Kernel.isFieldSigned(Sock.class, "sk_protocol"), 3),
        shift);
  }

  @RawTracepoint("sys_enter")
  static int fields(long at, int shift) {
    return half(
        bit(Kernel.hasField(Task.class, "__state"), 0)
            | bit(Kernel.hasField(OldTask.class, "state"), 1)
            | bit(Kernel.hasField(Task.class, "thread_info.cpu"), 2)
            | bit(Kernel.hasField(Vectors.class, "iter_type"), 3)
            | bit(Kernel.hasField(Bio.class, "bi_inline_vecs"), 4)
            | bit(Kernel.hasField(Sock.class, "__sk_common.skc_v6_daddr"), 5)
            | bit(Kernel.hasField(Task.class, "in_execve"), 6),
        shift);
  }

  @RawTracepoint("sys_enter")
  static int types(long at, int shift) {
    return half(
        bit(Kernel.hasType(Task.class), 0)
            | bit(Kernel.hasType(Folio.class), 1)
            | bit(Kernel.hasType(MapleTree.class), 2)
            | bit(Kernel.hasType(Arena.class), 3)
            | bit(Kernel.hasType(Partition.class), 4)
            | bit(Kernel.hasType(Attributes.class), 5),
        shift);
  }

  @RawTracepoint("sys_enter")
  static int typeSizes(long at, int shift) {
    return half(
        ((Kernel.sizeOf(Task.class) * 10_000L + Kernel.sizeOf(Folio.class)) * 10_000L
                    + Kernel.sizeOf(Attributes.class))
                * 10_000L
            + Kernel.sizeOf(Arena.class),
        shift);
  }

  @RawTracepoint("sys_enter")
  static int counterNumber(long at, int shift) {
    return half(Kernel.enumValue("node_stat_item", "NR_KERNEL_STACK_KB"), shift);
  }

  @RawTracepoint("sys_enter")
  static int renamedConstant(long at, int shift) {
    return half(
        Kernel.hasEnumValue("bpf_map_type", "BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED")
            ? 1000 + Kernel.enumValue("bpf_map_type", "BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED")
            : Kernel.enumValue("bpf_map_type", "BPF_MAP_TYPE_CGROUP_STORAGE"),
        shift);
  }

  @RawTracepoint("sys_enter")
  static int wideConstant(long at, int shift) {
    return half(Kernel.enumValue("perf_callchain_context", "PERF_CONTEXT_USER"), shift);
  }

  @RawTracepoint("sys_enter")
  static int negativeConstant(long at, int shift) {
    return half(Kernel.enumValue("perf_event_state", "PERF_EVENT_STATE_DEAD"), shift);
  }
}
