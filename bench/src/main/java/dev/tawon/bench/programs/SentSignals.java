package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tracepoint;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** {@code x22_signals.bpf.c}: signals that are sent. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class SentSignals {
  private SentSignals() {}

  @KernelType("task_struct")
  static final class Task {
    Task real_parent;
    int tgid;

    @Length(16)
    byte[] comm;
  }

  /** A call. */
  @Struct
  public static final class Sent {
    public int target;
    public int signal;
  }

  /** What came of it. */
  @Struct
  public static final class Event {
    public int pid;
    public int target;
    public int parentPid;
    public int signal;
    public int result;
    public int uid;

    @Length(16)
    public byte[] comm;

    @Length(16)
    public byte[] parent;
  }

  /** As in C. */
  public static final HashMap<Integer, Sent> VALUES = HashMap.of(10240);

  /** As in C. */
  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 18);

  @Configurable static int wanted = 0;

  @Configurable static int filter = 0;

  @Configurable static boolean failed = false;

  @Tracepoint("syscalls/sys_enter_kill")
  static void enter(SystemCall.Enter ctx) {
    if (filter != 0 && ctx.args[1] != filter) {
      return;
    }
    long id = Bpf.currentPidTgid();
    if (wanted != 0 && id >>> 32 != wanted) {
      return;
    }
    Sent sent = new Sent();
    sent.target = (int) ctx.args[0];
    sent.signal = (int) ctx.args[1];
    VALUES.put((int) id, sent);
  }

  @Tracepoint("syscalls/sys_exit_kill")
  static void leave(SystemCall.Exit ctx) {
    long id = Bpf.currentPidTgid();
    int tid = (int) id;
    Sent sent = VALUES.get(tid);
    if (sent == null) {
      return;
    }
    int result = (int) ctx.ret;
    Event e = failed && result >= 0 ? null : EVENTS.reserve(Event.class);
    if (e != null) {
      Task task = Bpf.currentTask(Task.class);
      e.pid = (int) (id >>> 32);
      e.target = sent.target;
      e.signal = sent.signal;
      e.result = result;
      e.uid = (int) Bpf.currentUidGid();
      e.parentPid = task.real_parent.tgid;
      Bpf.currentComm(e.comm);
      Bpf.readKernelString(e.parent, Kernel.address(task.real_parent.comm));
      EVENTS.submit(e);
    }
    VALUES.remove(tid);
  }
}
