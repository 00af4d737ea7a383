package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tracepoint;
import dev.tawon.lang.map.RingBuffer;

/** {@code c1_exec.bpf.c}: an execution, with who, whose child and what. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName"}) // the kernel makes them, with the kernel's names
public final class ExecTracepoint {
  /** An execution. */
  @Struct
  public static final class Event {
    public long timeNs;
    public int process;
    public int parent;
    public int user;
    public int length;

    @Length(16)
    public byte[] comm;

    @Length(128)
    public byte[] path;
  }

  @KernelType("trace_event_raw_sched_process_exec")
  static final class ExecRecord {
    int __data_loc_filename;
  }

  @KernelType("task_struct")
  static final class TaskStruct {
    int tgid;
    TaskStruct real_parent;
  }

  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 20);

  private ExecTracepoint() {}

  @Tracepoint("sched/sched_process_exec")
  static void onExec(ExecRecord record) {
    Event event = EVENTS.reserve(Event.class);
    if (event == null) {
      return;
    }
    TaskStruct task = Bpf.currentTask(TaskStruct.class);
    event.timeNs = Bpf.monotonicTimeNs();
    event.process = (int) (Bpf.currentPidTgid() >>> 32);
    TaskStruct parent = task.real_parent;
    event.parent = parent == null ? 0 : parent.tgid; // BPF_CORE_READ reads 0 there
    event.user = (int) Bpf.currentUidGid();
    Bpf.currentComm(event.comm);
    int offset = record.__data_loc_filename & 0xffff;
    event.length = Bpf.readKernelString(event.path, Kernel.address(record) + offset);
    EVENTS.submit(event);
  }
}
