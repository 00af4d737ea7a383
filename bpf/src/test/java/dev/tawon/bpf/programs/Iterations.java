package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.KfuncIterator;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;

/** Modules for tests: iterators of the kernel, and sections. */
public final class Iterations {
  private Iterations() {}

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
    int pid;
    Task group_leader;
  }

  /** What was seen. */
  @Struct
  public static final class Seen {
    public int processes;
    public int threads;
    public int own;
    public int found;
  }

  /** Loops over tasks. */
  @BpfModule
  public static final class Tasks {
    private Tasks() {}

    @Configurable static int process = 0;

    public static final Array<Seen> SEEN = Array.of(1);

    @BtfTracepoint("sched_process_fork")
    static void onFork(Task parent, Task child) {
      if (parent.tgid != process) {
        return;
      }
      Seen seen = SEEN.get(0);
      if (seen == null) {
        return;
      }
      for (Task task : Kernel.processes(Task.class)) {
        seen.processes++;
        if (task.tgid == process) {
          seen.found = task.pid;
          break;
        }
      }
      for (Task task : Kernel.threadsOf(parent)) {
        seen.threads++;
        if (task.group_leader.pid == process) {
          seen.own++;
        }
      }
    }

    @BtfTracepoint("sched_process_exit")
    static void onExit(Task exiting) {
      if (exiting.tgid != process) {
        return;
      }
      Task found = null;
      for (Task task : Kernel.threads(Task.class)) {
        if (task.tgid == process) {
          found = task;
          break;
        }
      }
      if (found != null && found.tgid == process) {
        SEEN.get(0).found = found.tgid;
      }
    }
  }

  /** An iterator that is declared. */
  @BpfModule
  public static final class Declared {
    private Declared() {}

    @KfuncIterator(value = "bpf_iter_num", bytes = 8, since = "6.4")
    static native Iterable<Integer> numbers(int from, int to);

    @RawTracepoint("sys_enter")
    static int sum(int from, int to) {
      int sum = 0;
      for (int number : numbers(from, to)) {
        sum += number;
      }
      return sum;
    }
  }

  /** Sections read under RCU. */
  @BpfModule
  public static final class Sections {
    private Sections() {}

    @RawTracepoint("sys_enter")
    static int divide(int a, int b) {
      int[] quotient = new int[1];
      Kernel.rcu(() -> quotient[0] = a / b);
      return quotient[0];
    }

    @RawTracepoint("sys_enter")
    static int parent(int a, int b) {
      return Kernel.rcu(() -> {
        Task task = Bpf.currentTask(Task.class);
        if (a == b) {
          return -1;
        }
        return task.group_leader.tgid == (int) (Bpf.currentPidTgid() >>> 32) ? 1 : 0;
      });
    }
  }
}
