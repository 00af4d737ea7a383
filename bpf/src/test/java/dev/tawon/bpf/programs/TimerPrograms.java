package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketFilter;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.Timer;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.ProgramArray;

/** Modules for tests: functions that the kernel calls later, or once. */
public final class TimerPrograms {
  private TimerPrograms() {}

  /** A value with a timer. */
  @Struct
  public static final class Session {
    public int rounds;
    public int limit;
    public Timer timer;
    public long key;
  }

  /** Timers. */
  @BpfModule
  public static final class Timers {
    private Timers() {}

    static final int STEP = 1000;

    static long over;
    static long failed;
    static long outcome;

    public static final HashMap<Long, Session> SESSIONS = HashMap.of(4);
    public static final Array<Session> SLOTS = Array.of(2);

    @Tc
    static int start(SkBuff packet) {
      long id = packet.len;
      SESSIONS.putIfAbsent(id, new Session());
      Session session = SESSIONS.get(id);
      if (session == null) {
        return 2;
      }
      session.limit = 3;
      int result = session.timer.init(SESSIONS, Timer.MONOTONIC);
      outcome = result;
      if (result != 0) {
        return 1;
      }
      result =
          session.timer.setCallback(
              SESSIONS,
              (key, value) -> {
                value.rounds++;
                value.key = key;
                if (value.rounds < value.limit) {
                  value.timer.start(STEP);
                } else {
                  over = key;
                }
              });
      outcome = result != 0 ? result : session.timer.start(STEP);
      return 0;
    }

    private static void fail(int index, Session slot) {
      failed = index + 1;
      int[] row = new int[4];
      row[slot.limit + 4] = index;
      failed = row[slot.limit];
    }

    @Tc
    static int fault(SkBuff packet) {
      Session slot = SLOTS.get(1);
      if (slot == null || slot.timer.init(SLOTS, Timer.BOOTTIME) != 0) {
        return -1;
      }
      slot.timer.setCallback(SLOTS, Timers::fail);
      return slot.timer.start(1);
    }

    @Tc
    static int cancel(SkBuff packet) {
      Session slot = SLOTS.get(0);
      if (slot == null || slot.timer.init(SLOTS, Timer.MONOTONIC) != 0) {
        return -1;
      }
      slot.timer.setCallback(SLOTS, (key, value) -> value.rounds++);
      slot.timer.start(3_600_000_000_000L);
      outcome = slot.timer.cancel() * 10 + slot.timer.cancel();
      return 0;
    }
  }

  /** {@code struct vm_area_struct}. */
  @KernelType("vm_area_struct")
  static final class Area {
    long vm_start;
    long vm_end;
  }

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  /** The area of an address. */
  @BpfModule
  public static final class Areas {
    private Areas() {}

    @RawTracepoint("sys_enter")
    static int find(long address, long unused) {
      long[] found = new long[2];
      int result =
          Kernel.findArea(
              Bpf.currentTask(Task.class),
              address,
              Area.class,
              area -> {
                found[0] = area.vm_start;
                found[1] = area.vm_end;
              });
      return result != 0 ? result : found[0] <= address && address < found[1] ? 1 : 0;
    }
  }

  /** Programs that go on in others. */
  @BpfModule
  public static final class Stages {
    private Stages() {}

    static final ProgramArray<SkBuff> NEXT = ProgramArray.of(Stages::small, Stages::large);

    @SocketFilter
    static int entry(SkBuff packet) {
      if (packet.len > 100) {
        NEXT.call(Stages::large);
      } else {
        NEXT.call(Stages::small);
      }
      return 7;
    }

    @SocketFilter
    static int small(SkBuff packet) {
      return 1;
    }

    @SocketFilter
    static int large(SkBuff packet) {
      return 2;
    }
  }
}
