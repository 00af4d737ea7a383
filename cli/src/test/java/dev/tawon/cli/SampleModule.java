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

  @BtfTracepoint("signal_generate")
  static void onSignal(int signal, long info, TaskStruct task) {
    seen++;
    if (task.tgid == process && task.stack != 0 && task.real_parent.tgid != 0) {
      Counter counter = BY_SIGNAL.get(signal);
      if (counter != null) {
        counter.add(1);
      }
    }
  }
}
