package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.KfuncIterator;
import dev.tawon.lang.RawTracepoint;
import java.util.Iterator;

/** Loops over what the kernel has that are refused; read as {@link RefusedPrograms} is. */
@BpfModule
final class RefusedIterations {
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  private RefusedIterations() {}

  @KfuncIterator(value = "no name", bytes = 8, since = "6.7")
  static native Iterable<Task> nameless();

  @KfuncIterator(value = "bpf_iter_task", bytes = 12, since = "6.7")
  static native Iterable<Task> odd();

  @RawTracepoint("sys_enter")
  static int hasNextAlone(long a, long b) {
    Iterator<Integer> numbers = Bpf.range(0, 10).iterator();
    // error: an iterator, except in for (… : …)
    return numbers.hasNext() ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int nextAlone(long a, long b) {
    Iterator<Integer> numbers = Bpf.range(0, 10).iterator();
    // error: an iterator, except in for (… : …)
    return numbers.next();
  }

  @RawTracepoint("sys_enter")
  static int nextTwice(long a, long b) {
    Iterator<Integer> numbers = Bpf.range(0, 10).iterator();
    int sum = 0;
    // error: an iterator, except in for (… : …)
    while (numbers.hasNext()) {
      sum += numbers.next();
      sum += numbers.next();
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int oneOrTheOther(long a, long b) {
    Iterable<Integer> numbers = a > b ? Bpf.range(0, 10) : Bpf.range(0, 20);
    int sum = 0;
    // error: a call through an interface
    for (int i : numbers) {
      sum += i;
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int notAName(long a, long b) {
    int sum = 0;
    // error: the @KfuncIterator of nameless is none
    for (Task task : nameless()) {
      sum += task.tgid;
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int oddSize(long a, long b) {
    int sum = 0;
    // error: its bytes are a multiple of 8
    for (Task task : odd()) {
      sum += task.tgid;
    }
    return sum;
  }

  @BtfTracepoint("sched_process_exit")
  static void usedInTheNextIteration(Task exiting) {
    Task last = exiting;
    for (int i = 0; i < 3; i++) {
      int sum = last.tgid;
      // error: copy what is needed of it to variables within the loop
      for (Task task : Kernel.processes(Task.class)) {
        if (task.tgid == sum) {
          last = task;
          break;
        }
      }
    }
  }

  @BtfTracepoint("sched_process_exit")
  static void usedWhereItMayNotHaveBegun(Task exiting) {
    Task last = exiting;
    if (exiting.tgid > 10) {
      // error: copy what is needed of it to variables within the loop
      for (Task task : Kernel.processes(Task.class)) {
        last = task;
        break;
      }
    }
    if (last.tgid > 10) {
      Bpf.currentCpu();
    }
  }

  @RawTracepoint("sys_enter")
  static int endless(long a, long b) {
    int sum = 0;
    while (true) {
      // error: for (int i : Bpf.range(0, n)) since 6.4
      sum += 3;
    }
  }
}
