import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.CgroupStorage;

/**
 * Counts the threads that this process starts with its cgroup (Linux 6.2), in a value that goes with that: {@code examples/run
 * CgroupValues}.
 */
@BpfModule
public final class CgroupValues {
  private CgroupValues() {}

  @KernelType("task_struct")
  static final class Task {
    int tgid;
    CssSet cgroups;
  }

  @KernelType("css_set")
  static final class CssSet {
    Cgroup dfl_cgrp;
  }

  @KernelType("cgroup")
  static final class Cgroup {
    int level;
  }

  @Configurable static int process = 0;

  public static final CgroupStorage<Counter> STARTS = CgroupStorage.create();
  public static final Array<Long> LAST = Array.of(1);

  @BtfTracepoint("sched_process_fork")
  static void onFork(Task parent, Task child) {
    if (parent.tgid != process) {
      return;
    }
    Counter starts = STARTS.getOrCreate(parent.cgroups.dfl_cgrp);
    if (starts != null) {
      starts.add(1);
      LAST.put(0, starts.value);
    }
  }

  public static void main(String[] args) throws Exception {
    int pid = (int) ProcessHandle.current().pid();
    try (Bpf bpf = Bpf.loader(CgroupValues.class).configure("process", pid).load()) {
      bpf.attach();
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();
      }
      bpf.detach();
      System.out.println(bpf.map(LAST).get(0).orElseThrow() >= 3);
    }
  }
}
