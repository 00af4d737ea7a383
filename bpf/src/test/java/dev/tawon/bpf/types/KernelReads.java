package dev.tawon.bpf.types;

import dev.tawon.bpf.types.KernelStructures.Bio;
import dev.tawon.bpf.types.KernelStructures.Cgroup;
import dev.tawon.bpf.types.KernelStructures.Files;
import dev.tawon.bpf.types.KernelStructures.NewVectors;
import dev.tawon.bpf.types.KernelStructures.OldBio;
import dev.tawon.bpf.types.KernelStructures.OldCgroup;
import dev.tawon.bpf.types.KernelStructures.OldTask;
import dev.tawon.bpf.types.KernelStructures.OldVectors;
import dev.tawon.bpf.types.KernelStructures.Pid;
import dev.tawon.bpf.types.KernelStructures.PrintSpec;
import dev.tawon.bpf.types.KernelStructures.Sock;
import dev.tawon.bpf.types.KernelStructures.Socket;
import dev.tawon.bpf.types.KernelStructures.Task;
import dev.tawon.bpf.types.KernelStructures.TaskWithCpu;
import dev.tawon.bpf.types.KernelStructures.TcpOptions;
import dev.tawon.bpf.types.KernelStructures.Vectors;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.RawTracepoint;

/** Reads fields of a structure at an address; each program returns one half of what it found. */
@BpfModule
final class KernelReads {
  private KernelReads() {}

  private static int half(long value, int shift) {
    return (int) (value >>> shift);
  }

  // Fields that moved or changed their names.

  @RawTracepoint("sys_enter")
  static int state(long at, int shift) {
    Task task = Kernel.pointer(at, Task.class);
    return half(
        Kernel.hasField(OldTask.class, "state")
            ? Kernel.cast(task, OldTask.class).state
            : task.__state,
        shift);
  }

  @RawTracepoint("sys_enter")
  static int stateOfCurrent(long at, int shift) {
    Task task = Bpf.currentTask(Task.class);
    if (Kernel.hasField(OldTask.class, "state")) {
      return half(Kernel.cast(task, OldTask.class).state, shift);
    }
    return half(task.__state, shift);
  }

  @RawTracepoint("sys_enter")
  static int cpu(long at, int shift) {
    Task task = Bpf.currentTask(Task.class);
    return half(
        Kernel.hasField(TaskWithCpu.class, "cpu")
            ? Kernel.cast(task, TaskWithCpu.class).cpu
            : task.thread_info.cpu,
        shift);
  }

  @RawTracepoint("sys_enter")
  static int diskMajor(long at, int shift) {
    Bio bio = Kernel.pointer(at, Bio.class);
    return half(
        Kernel.hasField(OldBio.class, "bi_disk")
            ? Kernel.cast(bio, OldBio.class).bi_disk.major
            : bio.bi_bdev.bd_disk.major,
        shift);
  }

  @RawTracepoint("sys_enter")
  static int iteratorType(long at, int shift) {
    Vectors vectors = Kernel.pointer(at, Vectors.class);
    return half(
        Kernel.hasField(Vectors.class, "iter_type")
            ? vectors.iter_type
            : Kernel.cast(vectors, OldVectors.class).type,
        shift);
  }

  @RawTracepoint("sys_enter")
  static int vectors(long at, int shift) {
    return half(
        Kernel.hasField(NewVectors.class, "__iov")
            ? Kernel.pointer(at, NewVectors.class).__iov
            : -1,
        shift);
  }

  @RawTracepoint("sys_enter")
  static int ancestor(long at, int shift) {
    if (Kernel.hasField(OldCgroup.class, "ancestor_ids")) {
      return half(Kernel.pointer(at, OldCgroup.class).ancestor_ids[2], shift);
    }
    return half(Kernel.pointer(at, Cgroup.class).ancestors[2].level, shift);
  }

  @RawTracepoint("sys_enter")
  static int inlineSegment(long at, int shift) {
    return half(
        Kernel.hasField(Bio.class, "bi_inline_vecs")
            ? Kernel.pointer(at, Bio.class).bi_inline_vecs[3].bv_len
            : -1,
        shift);
  }

  // Plain fields, of all widths.

  @RawTracepoint("sys_enter")
  static int tgid(long at, int shift) {
    return half(Bpf.currentTask(Task.class).tgid, shift);
  }

  @RawTracepoint("sys_enter")
  static int parentTgid(long at, int shift) {
    return half(Bpf.currentTask(Task.class).real_parent.tgid, shift);
  }

  @RawTracepoint("sys_enter")
  static int operation(long at, int shift) {
    return half(Kernel.pointer(at, Bio.class).bi_opf, shift);
  }

  @RawTracepoint("sys_enter")
  static int segments(long at, int shift) {
    return half(Kernel.pointer(at, Bio.class).bi_vcnt, shift);
  }

  @RawTracepoint("sys_enter")
  static int protocol(long at, int shift) {
    return half(Kernel.pointer(at, Sock.class).sk_protocol, shift);
  }

  @RawTracepoint("sys_enter")
  static int socketState(long at, int shift) {
    Socket socket = Kernel.pointer(at, Socket.class);
    return half(socket.state * 31L + socket.type, shift);
  }

  @RawTracepoint("sys_enter")
  static int resizing(long at, int shift) {
    return half(Kernel.pointer(at, Files.class).resize_in_progress ? 5 : 6, shift);
  }

  // Structures within, with a name and without.

  @RawTracepoint("sys_enter")
  static int runtime(long at, int shift) {
    return half(Bpf.currentTask(Task.class).se.sum_exec_runtime, shift);
  }

  @RawTracepoint("sys_enter")
  static int sector(long at, int shift) {
    return half(Kernel.pointer(at, Bio.class).bi_iter.bi_sector, shift);
  }

  @RawTracepoint("sys_enter")
  static int address(long at, int shift) {
    return half(Kernel.pointer(at, Sock.class).__sk_common.skc_daddr, shift);
  }

  @RawTracepoint("sys_enter")
  static int addressByte(long at, int shift) {
    return half(Kernel.pointer(at, Sock.class).__sk_common.skc_v6_daddr.in6_u.u6_addr8[5], shift);
  }

  @RawTracepoint("sys_enter")
  static int addressWord(long at, int shift) {
    return half(Kernel.pointer(at, Sock.class).__sk_common.skc_v6_daddr.in6_u.u6_addr32[3], shift);
  }

  @RawTracepoint("sys_enter")
  static int count(long at, int shift) {
    return half(Kernel.pointer(at, Vectors.class).count, shift);
  }

  @RawTracepoint("sys_enter")
  static int segmentsLeft(long at, int shift) {
    return half(Kernel.pointer(at, Vectors.class).nr_segs, shift);
  }

  // Bit fields.

  @RawTracepoint("sys_enter")
  static int resetOnFork(long at, int shift) {
    return half(Bpf.currentTask(Task.class).sched_reset_on_fork ? 5 : 6, shift);
  }

  @RawTracepoint("sys_enter")
  static int inExec(long at, int shift) {
    return half(Kernel.pointer(at, Task.class).in_execve, shift);
  }

  @RawTracepoint("sys_enter")
  static int kernelSocket(long at, int shift) {
    return half(Kernel.pointer(at, Sock.class).sk_kern_sock ? 5 : 6, shift);
  }

  @RawTracepoint("sys_enter")
  static int reuse(long at, int shift) {
    return half(Kernel.pointer(at, Sock.class).__sk_common.skc_reuse, shift);
  }

  @RawTracepoint("sys_enter")
  static int windowScales(long at, int shift) {
    TcpOptions options = Kernel.pointer(at, TcpOptions.class);
    return half(options.snd_wscale * 100L + options.rcv_wscale, shift);
  }

  @RawTracepoint("sys_enter")
  static int precision(long at, int shift) {
    return half(Kernel.pointer(at, PrintSpec.class).precision, shift);
  }

  @RawTracepoint("sys_enter")
  static int fieldWidth(long at, int shift) {
    return half(Kernel.pointer(at, PrintSpec.class).field_width, shift);
  }

  // Arrays: of numbers, of structures, of pointers, and flexible ones.

  @RawTracepoint("sys_enter")
  static int commByte(long at, int shift) {
    byte[] comm = Bpf.currentTask(Task.class).comm;
    return half(comm[3] * 1000L + comm.length, shift);
  }

  @RawTracepoint("sys_enter")
  static int openWord(long at, int shift) {
    long[] open = Kernel.pointer(at, Files.class).open_fds_init;
    return half(open[0], shift);
  }

  @RawTracepoint("sys_enter")
  static int fileLimit(long at, int shift) {
    return half(Bpf.currentTask(Task.class).signal.rlim[7].rlim_max, shift);
  }

  @RawTracepoint("sys_enter")
  static int sumOfLimits(long at, int shift) {
    var limits = Bpf.currentTask(Task.class).signal.rlim;
    long sum = 0;
    for (int i = 0; i < limits.length && i < 32; i++) {
      sum += limits[i].rlim_cur;
    }
    return half(sum, shift);
  }

  @RawTracepoint("sys_enter")
  static int pidLevel(long at, int shift) {
    return half(Bpf.currentTask(Task.class).signal.pids[1].level, shift);
  }

  @RawTracepoint("sys_enter")
  static int pidLevels(long at, int shift) {
    Pid[] pids = Bpf.currentTask(Task.class).signal.pids;
    long sum = pids.length;
    for (int i = 1; i < 3; i++) {
      sum = 31 * sum + pids[i].level;
    }
    return half(sum, shift);
  }

  @RawTracepoint("sys_enter")
  static int fileFlags(long at, int shift) {
    return half(Kernel.pointer(at, Files.class).fd_array[9].f_flags, shift);
  }

  @RawTracepoint("sys_enter")
  static int number(long at, int shift) {
    return half(Kernel.pointer(at, Pid.class).numbers[0].nr, shift);
  }

  @RawTracepoint("sys_enter")
  static int numberByLevel(long at, int shift) {
    Pid pid = Kernel.pointer(at, Pid.class);
    return half(pid.numbers[pid.level & 3].nr, shift);
  }

  @RawTracepoint("sys_enter")
  static int subreaper(long at, int shift) {
    return half(Bpf.currentTask(Task.class).signal.is_child_subreaper ? 5 : 6, shift);
  }
}
