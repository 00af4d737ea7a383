import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Log;
import dev.tawon.lang.LogLevel;

/**
 * Logs the exits of this process's threads: {@code examples/run Logging [LEVEL]}. With {@code DEBUG} it says more, with {@code OFF}
 * there is no code for any of it.
 */
@BpfModule
public final class Logging {
  private Logging() {}

  @Configurable static int process = -1;

  /** A thread, as the kernel has it. */
  @KernelType("task_struct")
  static final class Task {
    int pid;
    int tgid;
    int prio;

    @Length(16)
    byte[] comm;
  }

  enum Kind {
    MAIN,
    OTHER
  }

  @SuppressWarnings("ArrayToString") // a line of Log takes arrays of bytes as text
  @BtfTracepoint("sched_process_exit")
  static void onExit(Task task) {
    if (task.tgid != process) {
      return;
    }
    Kind kind = task.pid == task.tgid ? Kind.MAIN : Kind.OTHER;
    Log.info("thread " + task.pid + " ended: comm=" + task.comm + " kind=" + kind);
    Log.debug("its priority was " + task.prio + ", 0x" + Integer.toHexString(task.prio));
  }

  public static void main(String[] args) throws Exception {
    LogLevel level = args.length > 0 ? LogLevel.valueOf(args[0]) : LogLevel.INFO;
    int self = (int) ProcessHandle.current().pid();
    try (Bpf bpf = Bpf.loader(Logging.class).configure("process", self).logLevel(level).load()) {
      bpf.logs(System.out::println);
      bpf.attach();
      for (int i = 1; i <= 3; i++) {
        Thread thread = Thread.ofPlatform().name("worker-" + i).start(() -> {});
        thread.join();
      }
      // Java's threads are gone a moment before the kernel's are.
      Thread.sleep(100);
    }
  }
}
