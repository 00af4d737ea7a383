package dev.tawon.bpf.programs;

import dev.tawon.lang.Bits;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;

/** A module for tests: bit fields and arrays of kernel structures, of the calling thread and of a descriptor of its process. */
@BpfModule
public final class KernelMemberPrograms {
  private KernelMemberPrograms() {}

  /** {@code struct rlimit}. */
  @KernelType("rlimit")
  static final class Limit {
    long rlim_cur;
    long rlim_max;
  }

  /** {@code struct upid}. */
  @KernelType("upid")
  static final class NumberedPid {
    int nr;
  }

  /** {@code struct pid}. */
  @KernelType("pid")
  static final class Pid {
    @Embedded
    @Length(0)
    NumberedPid[] numbers;
  }

  /** {@code struct signal_struct}. */
  @KernelType("signal_struct")
  static final class Signals {
    @Embedded Limit[] rlim;
    Pid[] pids;
    @Bits boolean is_child_subreaper;
  }

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
    Signals signal;
    Files files;
    byte[] comm;
  }

  /** {@code struct files_struct}. */
  @KernelType("files_struct")
  static final class Files {
    Descriptors fdt;
  }

  /** {@code struct fdtable}. */
  @KernelType("fdtable")
  static final class Descriptors {
    int max_fds;
    long fd;
  }

  /** {@code struct file}. */
  @KernelType("file")
  static final class OpenFile {
    long private_data; // void *
  }

  /** {@code struct bpf_prog}. */
  @KernelType("bpf_prog")
  static final class Program {
    @Bits boolean jited;
    @Bits int gpl_compatible;

    @Bits(1)
    long is_func;

    int len;
    byte[] tag;
  }

  private static Program program(int descriptor) {
    Task task = Bpf.currentTask(Task.class);
    OpenFile file = Kernel.pointerAt(task.files.fdt.fd, descriptor, OpenFile.class);
    return Kernel.pointer(file.private_data, Program.class);
  }

  @RawTracepoint("sys_enter")
  static int bits(int descriptor) {
    Program program = program(descriptor);
    int bits = program.jited ? 1 : 0;
    bits |= program.gpl_compatible << 1;
    bits |= (int) program.is_func << 2;
    return bits;
  }

  @RawTracepoint("sys_enter")
  static int tag(int descriptor, int index) {
    return program(descriptor).tag[index] & 0xff;
  }

  @RawTracepoint("sys_enter")
  static int tagLength(int descriptor) {
    return program(descriptor).tag.length;
  }

  @RawTracepoint("sys_enter")
  static int firstOfTag(int descriptor) {
    return program(descriptor).tag[1] & 0xff;
  }

  @RawTracepoint("sys_enter")
  static int limits() {
    return Bpf.currentTask(Task.class).signal.rlim.length;
  }

  /** RLIMIT_NOFILE is number 7. */
  @RawTracepoint("sys_enter")
  static int fileLimit() {
    Signals signals = Bpf.currentTask(Task.class).signal;
    return (int) signals.rlim[7].rlim_max;
  }

  @RawTracepoint("sys_enter")
  static int limit(int index) {
    return (int) Bpf.currentTask(Task.class).signal.rlim[index].rlim_max;
  }

  @RawTracepoint("sys_enter")
  static int group() {
    return Bpf.currentTask(Task.class).signal.pids[1].numbers[0].nr;
  }

  @RawTracepoint("sys_enter")
  static int pid(int index) {
    return Bpf.currentTask(Task.class).signal.pids[index].numbers[0].nr;
  }

  @RawTracepoint("sys_enter")
  static int adopts() {
    return Bpf.currentTask(Task.class).signal.is_child_subreaper ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int letters() {
    Task task = Bpf.currentTask(Task.class);
    int letters = 0;
    for (int i = 0; i < task.comm.length && i < 64; i++) {
      if (task.comm[i] == 0) {
        break; // what is behind it is of a longer name before
      }
      letters++;
    }
    return letters;
  }
}
