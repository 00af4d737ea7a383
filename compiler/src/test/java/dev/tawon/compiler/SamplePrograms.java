package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.RingBuffer;

/** Programs that use about all there is, for tests of the whole compiler. */
@BpfModule
final class SamplePrograms {
  @Struct
  static class Header {
    public long time;
    public int kind;

    final boolean isKind(int wanted) {
      return kind == wanted;
    }
  }

  @Struct
  static final class Place {
    public short line;
    public byte column;
    public boolean known;

    Place() {}

    Place(int line) {
      this.line = (short) line;
      known = true;
    }
  }

  @Struct
  static final class Event extends Header {
    public Place place;

    @Length(16)
    public byte[] name;

    @Length(4)
    public long[] numbers;
  }

  @KernelType("list_head")
  static final class ListHead {
    ListHead next;
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
    Task real_parent;
    @Embedded ListHead tasks;

    @Length(16)
    byte[] comm;
  }

  static final RingBuffer<Header> EVENTS = RingBuffer.ofBytes(4096);
  static final HashMap<Long, Event> BY_NUMBER = HashMap.of(16);
  static final HashMap<Place, Long> BY_PLACE = HashMap.of(16);
  static final Array<Counter> COUNTERS = Array.of(4);
  static final PerCpuArray<Event> SCRATCH = PerCpuArray.of(1);
  static final int LIMIT = 12;
  @Configurable static int level = 3;
  @Configurable static boolean loud;

  private SamplePrograms() {}

  private static void count(int index, long amount) {
    Counter counter = COUNTERS.get(index);
    if (counter != null) {
      counter.add(amount);
    }
  }

  private static long mix(long value, int round) {
    return switch (round & 3) {
      case 0 -> value * 31 + round;
      case 1 -> value ^ value >>> 7;
      case 3 -> Long.reverseBytes(value);
      default -> value << round | value >>> -round;
    };
  }

  private static int remainder(int value) {
    return Integer.remainderUnsigned(value, 7);
  }

  @RawTracepoint("sys_enter")
  static int arithmetic(long a, long b) {
    long sum = 0;
    for (int i = 0; i < LIMIT; i++) {
      sum = mix(sum + a, remainder(i)) - (i < level ? b : -b);
      if (loud && sum == 0) {
        break;
      }
    }
    int low = (int) sum ^ (byte) a + (short) b * (char) sum;
    return Math.max(low, Math.min((int) a, ~(int) b)) + Long.compare(a, b);
  }

  @RawTracepoint("sys_enter")
  static int memory(long a, long b) {
    int[] table = new int[8];
    Place place = new Place((int) a);
    for (int i = 0; i < table.length; i++) {
      table[i] += i * (int) b;
      table[(int) a & 7]--;
    }
    place.column = (byte) table[(int) b & 7];
    boolean odd = place.known & (place.line & 1) != 0;
    Long known = BY_PLACE.get(place);
    if (known == null) {
      BY_PLACE.put(place, b);
      return odd ? 1 : 2;
    }
    return (long) known == 0 ? BY_PLACE.remove(place) : (int) (long) known;
  }

  @RawTracepoint("sys_enter")
  static int records(long a, long b) {
    Event event = EVENTS.reserve(Event.class);
    if (event == null) {
      count(0, 1);
      return 0;
    }
    event.time = Bpf.bootTimeNs();
    event.kind = (int) b;
    event.place.line = 4;
    event.numbers[(int) a] = a;
    Bpf.readKernelString(event.name, 4, 8, a);
    Bpf.readUserString(event.name, 12, 4, b);
    if (event.isKind(3) || event.numbers[1] == b) {
      EVENTS.discard(event);
      return 1;
    }
    EVENTS.submit(event);
    count(2, b);
    return 2;
  }

  @RawTracepoint("sys_enter")
  static int scratch(long a, long b) {
    Event event = SCRATCH.get(0);
    if (event == null) {
      return 0;
    }
    event.kind = Bpf.readUser(event.name, (int) b & 15, a);
    EVENTS.output(event, (int) a & 31);
    BY_NUMBER.put(a, event);
    return event.isKind(0) ? 1 : BY_NUMBER.get(b).place.column;
  }

  @BtfTracepoint("sched_process_exec")
  static void kernel(Task task, int oldPid) {
    Task parent = task.real_parent;
    for (int i = 0; i < 4 && parent != null && parent.tgid != oldPid; i++) {
      parent = parent.real_parent;
    }
    if (parent == null) {
      throw null;
    }
    Task next = Kernel.containerOf(task.tasks.next, Task.class, "tasks");
    byte[] name = new byte[16];
    Bpf.readKernel(name, Kernel.address(next.comm));
    count(name[0] & 3, next.tgid);
  }
}
