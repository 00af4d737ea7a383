import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.RawTracepoint;

/**
 * Loops over numbers (Linux 6.4) and over this process's own threads (Linux 6.7), in programs that run once: nothing is attached:
 * {@code examples/run Iterators}.
 */
@BpfModule
public final class Iterators {
  private Iterators() {}

  @KernelType("task_struct")
  static final class Task {
    int pid;
    int tgid;
  }

  /** The verifier looks at the loop a few times, however many rounds it has. */
  @RawTracepoint("sys_enter")
  static int collatz(int start, int most) {
    long number = start;
    for (int step : dev.tawon.lang.Bpf.range(0, most)) {
      if (number == 1) {
        return step; // ends the iteration too
      }
      number = (number & 1) == 0 ? number >>> 1 : 3 * number + 1;
    }
    return -1;
  }

  @RawTracepoint("sys_enter")
  static int threads() {
    int threads = 0;
    for (Task thread : Kernel.threadsOf(dev.tawon.lang.Bpf.currentTask(Task.class))) {
      if (thread.pid != thread.tgid) {
        threads++;
      }
    }
    return threads;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(Iterators.class)) {
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("collatz"), 27, 1000));
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("threads")) > 1);
    }
  }
}
