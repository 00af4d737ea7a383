package dev.tawon.cli;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kfunc;
import dev.tawon.lang.KfuncIterator;
import dev.tawon.lang.map.Array;

/** A module to compile, which calls functions of the kernel of every shape of declaration. */
@BpfModule(license = "Dual MIT/GPL")
final class KernelFunctionsModule {
  static final Array<Counter> COUNTS = Array.of(1);

  @KernelType("task_struct")
  static final class Task {
    int tgid;
    Cgroups cgroups;
  }

  @KernelType("css_set")
  static final class Cgroups {
    Cgroup dfl_cgrp;
  }

  @KernelType("cgroup")
  static final class Cgroup {
    int level;
  }

  private KernelFunctionsModule() {}

  @Kfunc(value = "bpf_task_from_pid", release = "bpf_task_release")
  static native Task taskFromPid(int pid);

  @Kfunc(value = "bpf_task_release", releases = true)
  static native void release(Task task);

  @Kfunc("bpf_task_under_cgroup")
  static native long isUnder(Task task, Cgroup ancestor);

  @Kfunc(value = "bpf_cgroup_from_id", release = "bpf_cgroup_release")
  static native Cgroup cgroupFromId(long id);

  @Kfunc(value = "bpf_cgroup_release", releases = true)
  static native void release(Cgroup cgroup);

  @KfuncIterator(value = "bpf_iter_num", bytes = 8, since = "6.4")
  static native Iterable<Integer> numbers(int from, int to);

  /** Acquires and releases; the same function from two programs. */
  @BtfTracepoint("sched_process_fork")
  static void onFork(Task parent) {
    Task found = taskFromPid(parent.tgid);
    if (found == null) {
      return;
    }
    Cgroup cgroup = cgroupFromId(1);
    if (cgroup != null) {
      if (isUnder(found, cgroup) != 0) {
        COUNTS.get(0).add(1);
      }
      release(cgroup);
    }
    release(found);
  }

  /** A loop, a section, a computed pointer. */
  @BtfTracepoint("sched_process_exit")
  static void onExit(Task task) {
    Kernel.rcu(() -> {
      Task found = taskFromPid(task.tgid);
      if (found != null) {
        release(found);
      }
    });
    int sum = 0;
    for (int number : numbers(0, Bpf.randomInt() & 15)) {
      sum += number;
    }
    COUNTS.get(0).add(sum);
    for (Task each : Kernel.processes(Task.class)) {
      if (each.tgid == 1) {
        break;
      }
    }
  }
}
