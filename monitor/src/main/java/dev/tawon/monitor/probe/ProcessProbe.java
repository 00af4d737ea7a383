package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.monitor.probe.kernel.LinuxBinprm;
import dev.tawon.monitor.probe.kernel.MmStruct;
import dev.tawon.monitor.probe.kernel.OpenFile;
import dev.tawon.monitor.probe.kernel.SignalStruct;
import dev.tawon.monitor.probe.kernel.TaskStruct;

/** Processes: their beginning, the programs that they execute, and their end. */
public final class ProcessProbe {
  /** {@code SIGNAL_GROUP_EXIT} of {@code include/linux/sched/signal.h}. */
  private static final int SIGNAL_GROUP_EXIT = 4;

  /**
   * Whether the tracepoint {@code sched_process_exit} says itself that the process ends with this thread: its second
   * parameter, since Linux 6.16.
   */
  @Configurable public static boolean exitSaysGroupDead = false;

  /** Where an execution's record is put together: it is too large for the stack, and only its used part goes to the ring. */
  public static final PerCpuArray<ExecRecord> EXEC_SCRATCH = PerCpuArray.of(1);

  private ProcessProbe() {}

  @BtfTracepoint("sched_process_fork")
  static void onFork(TaskStruct parent, TaskStruct child) {
    fork(parent, child);
  }

  static void fork(TaskStruct parent, TaskStruct child) {
    if (child.tgid == parent.tgid) {
      return; // a thread, not a process
    }
    KindCounters counters = MonitorModule.COUNTERS.get(EventRecord.FORK);
    if (counters == null) {
      return;
    }
    counters.produced.add(1);
    int adopted = ScopeFilter.adopt(parent.tgid, child.tgid);
    if (adopted == 0) {
      counters.filtered.add(1);
      return;
    }
    if (adopted < 0) {
      return; // no room in the tree: the child's events are lost with it
    }
    ForkRecord record = MonitorModule.EVENTS.reserve(ForkRecord.class);
    if (record == null) {
      return;
    }
    Headers.fill(record, EventRecord.FORK, child);
    record.reserved = 0;
    MonitorModule.EVENTS.submit(record);
    counters.submitted.add(1);
  }

  /** The new image is in place: its arguments lie in memory that no thread has run on yet. */
  @BtfTracepoint("sched_process_exec")
  static void onExec(TaskStruct task, int oldPid, LinuxBinprm program) {
    execute(task, program.argc, program.file);
  }

  /** How many arguments a new program has, as it will find it at the top of its stack. */
  static int argumentCount(MmStruct memory) {
    byte[] count = new byte[4];
    Bpf.readUser(count, 4, memory.start_stack);
    return (count[0] & 0xff)
        | (count[1] & 0xff) << 8
        | (count[2] & 0xff) << 16
        | (count[3] & 0xff) << 24;
  }

  static void execute(TaskStruct task, int arguments, OpenFile file) {
    KindCounters counters = ScopeFilter.admit(EventRecord.EXEC);
    if (counters == null) {
      return;
    }
    ExecRecord record = EXEC_SCRATCH.get(0);
    if (record == null) {
      return;
    }
    Headers.fill(record, EventRecord.EXEC, task);
    record.effectiveUid = task.cred.euid.val;
    record.effectiveGid = task.cred.egid.val;
    record.argsCount = arguments;
    int flags = 0;

    MmStruct memory = task.mm;
    long total = memory.arg_end - memory.arg_start;
    int length = ExecRecord.ARGS_MAX;
    if (total >= 0 && total < ExecRecord.ARGS_MAX) {
      length = (int) total;
    }
    if (Bpf.readUser(record.data, length, memory.arg_start) != 0) {
      length = 0;
      flags |= ExecRecord.ARGS_UNREADABLE;
    }
    record.argsTotal = (int) total;
    record.argsLength = length;

    if (file.f_inode.i_nlink == 0) {
      flags |= ExecRecord.EXECUTABLE_UNLINKED;
    }
    int end = Paths.append(record.data, length, file.f_path.dentry, file.f_path.mnt);
    if ((end & Paths.CUT) != 0) {
      flags |= ExecRecord.EXECUTABLE_CUT;
      end &= ~Paths.CUT;
    }
    record.executableLength = end - length;

    // Read back, an offset is any number to the verifier, which then looks at the second path once,
    // and not once for each place where the first can end: a third less work for it.
    int begin = (record.argsLength + record.executableLength) & Paths.OFFSET_MASK;
    int last = Paths.append(record.data, begin, task.fs.pwd.dentry, task.fs.pwd.mnt);
    if ((last & Paths.CUT) != 0) {
      flags |= ExecRecord.DIRECTORY_CUT;
      last &= ~Paths.CUT;
    }
    record.directoryLength = last - begin;
    record.flags = flags;
    if (MonitorModule.EVENTS.output(record, ExecRecord.HEADER_BYTES + last) == 0) {
      counters.submitted.add(1);
    }
  }

  @BtfTracepoint("sched_process_exit")
  static void onExit(TaskStruct task, boolean groupDead) {
    boolean last = exitSaysGroupDead ? groupDead : task.signal.live.counter == 0;
    if (last) {
      end(task);
    }
  }

  /** The end of a process, with that of its last thread. */
  static void end(TaskStruct task) {
    SignalStruct signal = task.signal;
    KindCounters counters = MonitorModule.COUNTERS.get(EventRecord.EXIT);
    if (counters == null) {
      return;
    }
    counters.produced.add(1);
    if (!ScopeFilter.holdsCurrent()) {
      counters.filtered.add(1);
      ScopeFilter.forget(task.tgid);
      return;
    }
    ExitRecord record = MonitorModule.EVENTS.reserve(ExitRecord.class);
    if (record == null) {
      ScopeFilter.forget(task.tgid);
      return;
    }
    Headers.fill(record, EventRecord.EXIT, task);
    // As wait_task_zombie() of kernel/exit.c chooses what wait(2) reports.
    if ((signal.flags & SIGNAL_GROUP_EXIT) != 0) {
      record.status = signal.group_exit_code;
    } else {
      record.status = task.group_leader.exit_code;
    }
    record.reserved = 0;
    MonitorModule.EVENTS.submit(record);
    counters.submitted.add(1);
    ScopeFilter.forget(task.tgid);
  }
}
