import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;

/** Counts this process's threads in the kernel, since Linux 6.7: {@code examples/run Iterators}. */
@BpfModule
public final class Iterators {
  private Iterators() {}

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  @Configurable static int process = 0;

  static long threads;
  static long squares;

  @BtfTracepoint("sched_process_fork")
  static void onFork(Task parent) {
    if (parent.tgid != process) {
      return;
    }
    long count = 0;
    for (Task _ : Kernel.threadsOf(parent)) {
      count++;
    }
    threads = count;
    long sum = 0;
    for (int i : dev.tawon.lang.Bpf.range(0, 1000)) {
      sum += (long) i * i;
    }
    squares = sum;
  }

  public static void main(String[] args) throws Exception {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(Iterators.class).configure("process", pid).load()) {
      bpf.attach();
      Thread thread = new Thread(() -> {});
      thread.start();
      thread.join();
      System.out.println("threads: " + bpf.variable(Iterators.class, "threads").get());
      System.out.println("squares: " + bpf.variable(Iterators.class, "squares").get());
    }
  }
}
