package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** {@code x7_copy.bpf.c}: copies what a map knows of a process to a record. */
@BpfModule(license = "GPL")
@SuppressWarnings("NullAway.Init") // the kernel makes them
public final class ProcessRecords {
  /** A process. */
  @Struct
  public static final class State {
    public long begunNs;
    public long reads;
    public long writes;
    public long bytes;
    public int process;
    public int user;

    @Length(16)
    public byte[] comm;
  }

  /** Its end. */
  @Struct
  public static final class Event {
    public long begunNs;
    public long reads;
    public long writes;
    public long bytes;
    public int process;
    public int user;

    @Length(16)
    public byte[] comm;

    public long endedNs;
    public int code;
    public int padding;
  }

  /** By process. */
  public static final HashMap<Integer, State> STATES = HashMap.of(1024);

  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 16);

  private ProcessRecords() {}

  @RawTracepoint("sched_process_exit")
  static int report(long task, long code) {
    int pid = (int) (Bpf.currentPidTgid() >>> 32);
    State state = STATES.get(pid);
    if (state == null) {
      State fresh = new State();
      fresh.begunNs = Bpf.monotonicTimeNs();
      fresh.process = pid;
      fresh.user = (int) Bpf.currentUidGid();
      Bpf.currentComm(fresh.comm);
      STATES.put(pid, fresh);
      return 1;
    }
    Event event = EVENTS.reserve(Event.class);
    if (event == null) {
      return 0;
    }
    event.begunNs = state.begunNs;
    event.reads = state.reads;
    event.writes = state.writes;
    event.bytes = state.bytes;
    event.process = state.process;
    event.user = state.user;
    for (int i = 0; i < 16; i++) {
      event.comm[i] = state.comm[i];
    }
    event.endedNs = Bpf.monotonicTimeNs();
    event.code = (int) code;
    event.padding = 0;
    EVENTS.submit(event);
    state.reads = 0;
    state.writes = 0;
    state.bytes = 0;
    return 2;
  }
}
