package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.UprobeMulti;
import dev.tawon.lang.UretprobeMulti;
import dev.tawon.lang.map.HashMap;

/** Modules for tests: programs that count by the number of the place that they run at. */
public final class NumberedPrograms {
  private NumberedPrograms() {}

  private static boolean isOwn(int process) {
    return (int) (Bpf.currentPidTgid() >>> 32) == process;
  }

  private static void count(HashMap<Long, Counter> numbers) {
    long number = Helpers.getAttachCookie(Bpf.context());
    Counter counter = numbers.get(number);
    if (counter != null) {
      counter.add(1);
    } else {
      numbers.put(number, new Counter());
    }
  }

  /** Tracepoints. */
  @BpfModule
  public static final class Tracepoints {
    private Tracepoints() {}

    @Configurable static int process = 0;

    public static final HashMap<Long, Counter> NUMBERS = HashMap.of(16);

    @RawTracepoint("sys_enter")
    static void onRaw() {
      if (isOwn(process)) {
        count(NUMBERS);
      }
    }

    @BtfTracepoint("sys_exit")
    static void onTyped() {
      if (isOwn(process)) {
        count(NUMBERS);
      }
    }
  }

  /** Functions of the kernel. */
  @BpfModule
  public static final class Functions {
    private Functions() {}

    @Configurable static int process = 0;

    public static final HashMap<Long, Counter> NUMBERS = HashMap.of(16);

    @Fentry("security_inode_mkdir")
    static void onEntry() {
      if (isOwn(process)) {
        count(NUMBERS);
      }
    }

    @Kprobe("security_inode_mkdir")
    static void onProbe() {
      if (isOwn(process)) {
        count(NUMBERS);
      }
    }
  }

  /** Functions of user space. */
  @BpfModule
  public static final class Users {
    private Users() {}

    public static final HashMap<Long, Counter> NUMBERS = HashMap.of(16);
    public static final HashMap<Integer, Counter> RETURNED = HashMap.of(16);

    @UprobeMulti
    static void onCall(int argument) {
      count(NUMBERS);
    }

    @UretprobeMulti
    static void onReturn(int result) {
      RETURNED.put(result, new Counter());
    }
  }
}
