package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** {@code c6_lsmptrace.bpf.c}: denies tracing of protected processes, and reports. */
@BpfModule(license = "GPL")
@SuppressWarnings("NullAway.Init") // the kernel makes them
public final class PtraceGuard {
  /** An attempt. */
  @Struct
  public static final class Event {
    public long timeNs;
    public int tracer;
    public int target;
    public int mode;
    public int denied;

    @Length(16)
    public byte[] comm;
  }

  @KernelType("task_struct")
  static final class TaskStruct {
    int tgid;
  }

  /** Protected processes, and who may trace them. */
  public static final HashMap<Integer, Integer> PROTECTED = HashMap.of(1024);

  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 16);

  private PtraceGuard() {}

  @Lsm("ptrace_access_check")
  static int onAccess(TaskStruct child, int mode) {
    int target = child.tgid;
    Integer tracer = PROTECTED.get(target);
    int self = (int) (Bpf.currentPidTgid() >>> 32);
    boolean denied = tracer != null && tracer != self;
    Event event = EVENTS.reserve(Event.class);
    if (event != null) {
      event.timeNs = Bpf.monotonicTimeNs();
      event.tracer = self;
      event.target = target;
      event.mode = mode;
      event.denied = denied ? 1 : 0;
      Bpf.currentComm(event.comm);
      EVENTS.submit(event);
    }
    return denied ? -1 : 0;
  }
}
