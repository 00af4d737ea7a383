package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Fexit;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Kretprobe;
import dev.tawon.lang.PerfEvent;
import dev.tawon.lang.Result;
import dev.tawon.lang.SampleContext;
import dev.tawon.lang.Tracepoint;
import dev.tawon.lang.Uprobe;
import dev.tawon.lang.Uretprobe;
import dev.tawon.lang.map.Array;

/** Modules for tests: programs that observe one process. */
public final class TracingPrograms {
  private TracingPrograms() {}

  /** {@code struct path}. */
  @KernelType("path")
  static final class Path {
    Dentry dentry;
  }

  /** {@code struct dentry}. */
  @KernelType("dentry")
  static final class Dentry {
    @Embedded QStr d_name;
  }

  /** {@code struct qstr}. */
  @KernelType("qstr")
  static final class QStr {
    int len;
  }

  /** kprobes, of functions that no compiler puts into their callers: these are in another file. */
  @BpfModule
  public static final class Kprobes {
    private Kprobes() {}

    @Configurable static int process = 0;

    public static final Array<Counter> COUNTS = Array.of(4);

    static void count(int index, long amount) {
      Counter counter = COUNTS.get(index);
      if (counter != null) {
        counter.add(amount);
      }
    }

    @Kprobe("security_inode_mkdir")
    static void onMkdir() {
      if ((int) (Bpf.currentPidTgid() >>> 32) == process) {
        count(0, 1);
      }
    }

    /** Compilers copy {@code vfs_rmdir} itself into its callers; the function in another file that it calls they cannot. */
    @Kretprobe("security_inode_rmdir")
    static void onRmdir(int result) {
      if ((int) (Bpf.currentPidTgid() >>> 32) == process && result == 0) {
        count(1, 1);
      }
    }

    @Kprobe("security_inode_getattr")
    static void onStat(Path path) {
      if ((int) (Bpf.currentPidTgid() >>> 32) == process) {
        count(2, 1);
        count(3, path.dentry.d_name.len);
      }
    }
  }

  /** fentry and fexit. */
  @BpfModule
  public static final class Trampolines {
    private Trampolines() {}

    @Configurable static int process = 0;

    public static final Array<Counter> COUNTS = Array.of(4);

    static void count(int index, long amount) {
      Counter counter = COUNTS.get(index);
      if (counter != null) {
        counter.add(amount);
      }
    }

    @Fentry("security_inode_getattr")
    static void onStat(Path path) {
      if ((int) (Bpf.currentPidTgid() >>> 32) == process) {
        count(0, 1);
        count(1, path.dentry.d_name.len);
      }
    }

    @Fexit("security_inode_getattr")
    static void onStatted(Path path, @Result int result) {
      if ((int) (Bpf.currentPidTgid() >>> 32) == process && result == 0) {
        count(2, 1);
      }
    }
  }

  /** {@code struct syscall_trace_enter}: what a tracepoint of system calls records. */
  @KernelType("syscall_trace_enter")
  static final class SystemCall {
    int nr;
  }

  /** {@code struct trace_event_raw_sched_process_exit} and such. */
  @KernelType("trace_event_raw_sched_switch")
  static final class Switch {
    int prev_pid;
    int next_pid;
    long prev_state;
  }

  /** Tracepoints. */
  @BpfModule
  public static final class Tracepoints {
    private Tracepoints() {}

    @Configurable static int process = 0;

    public static final Array<Counter> COUNTS = Array.of(2);

    @Tracepoint("sched/sched_switch")
    static void onSwitch(Switch record) {
      if (record.prev_pid == process) {
        Counter counter = COUNTS.get(0);
        if (counter != null) {
          counter.add(1);
        }
      }
    }
  }

  /** uprobes, and samples. */
  @BpfModule
  public static final class Users {
    private Users() {}

    public static final Array<Counter> COUNTS = Array.of(4);

    static void count(int index, long amount) {
      Counter counter = COUNTS.get(index);
      if (counter != null) {
        counter.add(amount);
      }
    }

    @Uprobe
    static void onCall(int mask) {
      count(0, 1);
      count(1, mask);
    }

    @Uretprobe
    static void onReturn(int before) {
      count(2, before);
    }

    @PerfEvent
    static void onSample(SampleContext sample) {
      if (sample.instructionPointer() != 0 && sample.samplePeriod() != 0) {
        count(3, 1);
      }
    }
  }
}
