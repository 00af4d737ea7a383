package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tracepoint;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.RingBuffer;

/** {@code x5_filter.bpf.c}: system calls with arguments that are wanted. */
@BpfModule(license = "GPL")
@SuppressWarnings("NullAway.Init") // the kernel makes them
public final class SystemCallFilter {
  /** A system call. */
  @Struct
  public static final class Event {
    public long timeNs;
    public int process;
    public int number;

    @Length(6)
    public long[] arguments;
  }

  /** A number. */
  @Struct
  public static final class Count {
    public long value;
  }

  public static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(1 << 16);

  /** By number of the system call. */
  public static final PerCpuArray<Count> SEEN = PerCpuArray.of(512);

  private SystemCallFilter() {}

  @Tracepoint("raw_syscalls/sys_enter")
  static void enter(SystemCall.Enter call) {
    long number = call.id;
    if (number < 0 || number >= 512) {
      return;
    }
    int key = (int) number;
    Count count = SEEN.get(key);
    if (count != null) {
      count.value++;
    }
    switch (key) {
      case 2 -> { // open
        if ((call.args[1] & 3) == 0) {
          return;
        }
      }
      case 257 -> { // openat
        if ((call.args[2] & 3) == 0) {
          return;
        }
      }
      case 9, 10 -> { // mmap, mprotect
        if ((call.args[2] & 6) != 6) {
          return;
        }
      }
      case 101 -> { // ptrace
        if (call.args[0] == 0) {
          return;
        }
      }
      default -> {
        return;
      }
    }
    Event event = EVENTS.reserve(Event.class);
    if (event == null) {
      return;
    }
    event.timeNs = Bpf.monotonicTimeNs();
    event.process = (int) (Bpf.currentPidTgid() >>> 32);
    event.number = key;
    for (int i = 0; i < 6; i++) {
      event.arguments[i] = call.args[i];
    }
    EVENTS.submit(event);
  }
}
