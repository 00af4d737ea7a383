package dev.tawon.bench.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;

/** {@code x11_runqueue.bpf.c}: how long tasks wait for a processor, by process and powers of two of microseconds. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class RunQueueLatency {
  private RunQueueLatency() {}

  /** A hist. */
  @Struct
  public static final class Hist {
    @Length(26)
    public int[] slots;

    @Length(16)
    public byte[] comm;
  }

  @KernelType("task_struct")
  static final class Task {
    int pid;
    int tgid;

    @Length(16)
    byte[] comm;

    int __state;
  }

  /** As in C. */
  public static final HashMap<Integer, Long> START = HashMap.of(10240);

  /** As in C. */
  public static final HashMap<Integer, Hist> HISTS = HashMap.of(1024);

  @Configurable static int targetTgid = 0;

  private static void enqueue(int tgid, int pid) {
    if (pid == 0) {
      return;
    }
    START.put(pid, Bpf.monotonicTimeNs());
  }

  @BtfTracepoint("sched_wakeup")
  static void wakeup(Task p) {
    enqueue(p.tgid, p.pid);
  }

  @BtfTracepoint("sched_switch")
  static void sw(boolean preempt, Task prev, Task next) {
    if (prev.__state == 0) enqueue(prev.tgid, prev.pid);
    int pid = next.pid;
    Long ts = START.get(pid);
    if (ts == null) {
      return;
    }
    long delta = Bpf.monotonicTimeNs() - ts;
    if (delta < 0) {
      START.remove(pid);
      return;
    }
    int key = next.tgid;
    Hist h = HISTS.get(key);
    if (h == null) {
      HISTS.putIfAbsent(key, new Hist());
      h = HISTS.get(key);
      if (h == null) {
        START.remove(pid);
        return;
      }
      Bpf.readKernelString(h.comm, Kernel.address(next.comm));
    }
    delta /= 1000;
    int slot = delta == 0 ? 0 : 63 - Long.numberOfLeadingZeros(delta);
    if (slot >= 26) slot = 25;
    h.slots[slot]++;
    START.remove(pid);
  }
}
