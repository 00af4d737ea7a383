package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Kernel;
import dev.tawon.monitor.probe.kernel.TaskStruct;

/** Fills in what every record begins with. */
final class Headers {
  private Headers() {}

  /**
   * Describes a thread's process.
   *
   * @param record any record
   * @param kind its {@link EventRecord#kind}
   * @param task the thread
   */
  static void fill(EventRecord record, int kind, TaskStruct task) {
    TaskStruct leader = task.group_leader;
    TaskStruct parent = task.real_parent;
    record.kind = kind;
    record.pid = task.tgid;
    record.tid = task.pid;
    record.bootTimeNs = Bpf.bootTimeNs();
    record.startTimeNs = leader.start_boottime;
    record.parentPid = parent.tgid;
    record.parentStartTimeNs = parent.group_leader.start_boottime;
    record.uid = task.cred.uid.val;
    record.gid = task.cred.gid.val;
    Bpf.readKernel(record.comm, Kernel.address(task.comm));
  }
}
