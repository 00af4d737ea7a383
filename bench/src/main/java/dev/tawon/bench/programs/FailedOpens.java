package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tracepoint;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** {@code x12_opens.bpf.c}: files that could not be opened. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class FailedOpens {
  private FailedOpens() {}

  /** A args. */
  @Struct
  public static final class Args {
    public long name;
    public int flags;
  }

  /** A event. */
  @Struct
  public static final class Event {
    public long ts;
    public int pid;
    public int uid;
    public int ret;
    public int flags;

    @Length(16)
    public byte[] comm;

    @Length(255)
    public byte[] name;
  }

  /** As in C. */
  public static final HashMap<Integer, Args> START = HashMap.of(10240);

  /** As in C. */
  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 18);

  @Tracepoint("syscalls/sys_enter_openat")
  static void enter(SystemCall.Enter ctx) {
    Args args = new Args();
    args.name = ctx.args[1];
    args.flags = (int) ctx.args[2];
    START.put((int) Bpf.currentPidTgid(), args);
  }

  @Tracepoint("syscalls/sys_exit_openat")
  static void exit_open(SystemCall.Exit ctx) {
    int pid = (int) Bpf.currentPidTgid();
    Args args = START.get(pid);
    if (args == null) {
      return;
    }
    int ret = (int) ctx.ret;
    if (ret < 0) {
      Event e = EVENTS.reserve(Event.class);
      if (e != null) {
        e.ts = Bpf.monotonicTimeNs();
        e.pid = (int) (Bpf.currentPidTgid() >>> 32);
        e.uid = (int) Bpf.currentUidGid();
        Bpf.currentComm(e.comm);
        Bpf.readUserString(e.name, args.name);
        e.flags = args.flags;
        e.ret = ret;
        EVENTS.submit(e);
      }
    }
    START.remove(pid);
  }
}
