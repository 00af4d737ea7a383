package dev.tawon.cli;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.map.HashMap;

/** A module to compile: it counts the signals that are sent to a process. */
@BpfModule(license = "Dual MIT/GPL")
final class SampleModule {
  static final HashMap<Integer, Counter> BY_SIGNAL = HashMap.of(64);

  @Configurable static int process = 1;

  static long seen = 7;

  @KernelType("task_struct")
  static final class TaskStruct {
    int tgid;
    int __state;
    TaskStruct real_parent;
    long stack; // a pointer, which Java has no other word for
  }

  private SampleModule() {}

  /** Long enough to be a function of its own. */
  private static int weigh(TaskStruct task, long salt) {
    long x = salt / (task.tgid + 1) ^ task.__state;
    x ^= x >>> 31;
    x += (x & 0xff) * 3 + (x >>> 8 & 0xff) * 5 + (x >>> 16 & 0xff) * 7 + (x >>> 24 & 0xff) * 11;
    x ^= x << 13;
    x ^= x >>> 17;
    x += task.tgid * 31L;
    return (int) (x ^ x >>> 32);
  }

  @BtfTracepoint("signal_generate")
  static void onSignal(int signal, long info, TaskStruct task) {
    seen++;
    if (task.tgid == process && task.stack != 0 && task.real_parent.tgid != 0) {
      Counter counter = BY_SIGNAL.get(signal);
      if (counter != null) {
        counter.add(1 + (weigh(task, signal) & weigh(task.real_parent, 5) & weigh(task, seen) & 1));
      }
    }
  }
}
