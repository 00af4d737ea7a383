package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Tracepoint;
import dev.tawon.monitor.probe.kernel.ExitTracepoint;
import dev.tawon.monitor.probe.kernel.PtRegs;
import dev.tawon.monitor.probe.kernel.Sock;
import dev.tawon.monitor.probe.kernel.SocketStateTracepoint;
import dev.tawon.monitor.probe.kernel.SystemCallTracepoint;
import dev.tawon.monitor.probe.kernel.TaskStruct;

/**
 * The events of the other probes, on kernels that take the CPU away from a BTF tracepoint's program: since Linux 7.0.
 *
 * <p>Such a program is then skipped on that CPU, for every event of whichever tasks have it, until the interrupted one is back:
 * milliseconds of a busy machine that nobody sees, and that a process can bring about. A tracepoint's program by perf, and a
 * kprobe's, keep the CPU ({@code include/trace/perf.h}), for a few nanoseconds more.
 */
public final class SteadyProbe {
  private SteadyProbe() {}

  /** Called by {@code kernel_clone} right after its tracepoint, whose record leads to no structure. */
  @Kprobe("wake_up_new_task")
  static void onSteadyFork(TaskStruct child) {
    ProcessProbe.fork(Bpf.currentTask(TaskStruct.class), Kernel.cast(child, TaskStruct.class));
  }

  @Tracepoint("sched/sched_process_exec")
  static void onSteadyExec() {
    TaskStruct task = Bpf.currentTask(TaskStruct.class);
    ProcessProbe.execute(task, ProcessProbe.argumentCount(task.mm), task.mm.exe_file);
  }

  @Tracepoint("sched/sched_process_exit")
  static void onSteadyExit(ExitTracepoint record) {
    if (record.group_dead) {
      ProcessProbe.end(Bpf.currentTask(TaskStruct.class));
    }
  }

  @Tracepoint("raw_syscalls/sys_exit")
  static void onSteadySystemCallExit(SystemCallTracepoint record) {
    SystemCallProbe.report(Bpf.currentRegisters(PtRegs.class), record.ret);
  }

  /** {@link StandIn} does what this one is kept from by an interrupt. */
  @Tracepoint("sock/inet_sock_set_state")
  static void onSteadyStateChange(SocketStateTracepoint record) {
    Sock socket = Kernel.pointer(record.skaddr, Sock.class);
    StandIn.note(socket, record.newstate);
    SocketProbe.report(socket, record.oldstate, record.newstate);
  }
}
