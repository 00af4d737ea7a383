package dev.tawon.bpf;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.RingBuffer;

/** A module for tests: reports the system calls of one process. */
@BpfModule
public final class SystemCallProbe {
  private SystemCallProbe() {}

  /** A system call. */
  @Struct
  public static final class Event {
    public long timeNs;
    public int pid;
    public int tid;
  }

  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 16);
  public static final PerCpuArray<Counter> CALLS = PerCpuArray.of(1);
  public static final HashMap<Integer, Counter> BY_THREAD = HashMap.of(1024);

  /** The process; nothing is reported of others. */
  @Configurable public static int process = 0;

  @BtfTracepoint("sys_enter")
  static void onSystemCall() {
    long ids = dev.tawon.lang.Bpf.currentPidTgid();
    if ((int) (ids >>> 32) != process) {
      return;
    }
    Counter calls = CALLS.get(0);
    if (calls != null) {
      calls.add(1);
    }
    Event event = EVENTS.reserve(Event.class);
    if (event == null) {
      return;
    }
    event.timeNs = dev.tawon.lang.Bpf.bootTimeNs();
    event.pid = (int) (ids >>> 32);
    event.tid = (int) ids;
    EVENTS.submit(event);
  }

  @BtfTracepoint("sys_exit")
  static void onReturn() {}
}
