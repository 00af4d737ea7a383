import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.Bits;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.RawTracepoint;

/**
 * Reads a bit field, an array of structures and an array as long as the kernel says, of the thread that runs it and attached to
 * nothing: {@code examples/run KernelMembers}.
 */
@BpfModule
public final class KernelMembers {
  private KernelMembers() {}

  @KernelType("rlimit")
  static final class Limit {
    long rlim_max;
  }

  @KernelType("signal_struct")
  static final class Signals {
    @Embedded Limit[] rlim; // struct rlimit rlim[RLIM_NLIMITS]
    @Bits boolean is_child_subreaper; // unsigned int is_child_subreaper:1
  }

  @KernelType("task_struct")
  static final class Task {
    Signals signal;
    byte[] comm; // char comm[TASK_COMM_LEN]
  }

  private static Task task() {
    return dev.tawon.lang.Bpf.currentTask(Task.class);
  }

  @RawTracepoint("sys_enter")
  static int limits() {
    return task().signal.rlim.length;
  }

  @RawTracepoint("sys_enter")
  static int limit(int index) {
    return (int) task().signal.rlim[index].rlim_max;
  }

  @RawTracepoint("sys_enter")
  static int adopts() {
    return task().signal.is_child_subreaper ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int letter(int index) {
    return task().comm[index];
  }

  public static void main(String[] args) {
    try (Bpf bpf = Bpf.load(KernelMembers.class)) {
      System.out.println(run(bpf, "limits") + " limits; of open files " + run(bpf, "limit", 7));
      System.out.println("adopts orphans: " + (run(bpf, "adopts") == 1));
      System.out.println("its name begins with " + (char) run(bpf, "letter", 0));
    }
  }

  private static int run(Bpf bpf, String program, long... arguments) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), arguments);
  }
}
