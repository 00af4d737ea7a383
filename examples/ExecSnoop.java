import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Prints each program that is executed: {@code examples/run ExecSnoop [PARENT-PID]}.
 *
 * <p>Given a process id, only that process's own children are seen, by a test in the kernel.
 */
@BpfModule(license = "Dual MIT/GPL")
public final class ExecSnoop {

  /** The members of the kernel's {@code task_struct} that the program uses. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
    Task real_parent;
  }

  /** The members of the kernel's {@code linux_binprm} that the program uses. */
  @KernelType("linux_binprm")
  static final class Program {
    long filename;
  }

  /** One execution, as the kernel half reports it. */
  @Struct
  public static final class Execution {
    public int pid;
    public int parentPid;

    @Length(16)
    public byte[] comm;

    @Length(256)
    public byte[] filename;
  }

  /** 0 for the children of every process. */
  @Configurable static int onlyChildrenOf = 0;

  public static final RingBuffer<Execution> EXECUTIONS = RingBuffer.ofBytes(1 << 20);

  // The kernel half: compiled to eBPF when the module is loaded.
  @BtfTracepoint("sched_process_exec")
  static void onExec(Task task, int oldPid, Program program) {
    if (onlyChildrenOf != 0 && task.real_parent.tgid != onlyChildrenOf) {
      return;
    }
    Execution execution = EXECUTIONS.reserve(Execution.class);
    if (execution == null) {
      return; // the ring is full
    }
    execution.pid = task.tgid;
    execution.parentPid = task.real_parent.tgid;
    dev.tawon.lang.Bpf.currentComm(execution.comm);
    dev.tawon.lang.Bpf.readKernelString(execution.filename, program.filename);
    EXECUTIONS.submit(execution);
  }

  // The user half.
  public static void main(String[] args) {
    int parent = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    try (Bpf bpf = Bpf.loader(ExecSnoop.class).configure("onlyChildrenOf", parent).load()) {
      bpf.attach();
      System.out.println("PID      PPID     COMM             FILENAME");
      bpf.consume(
          EXECUTIONS,
          execution ->
              System.out.printf(
                  "%-8d %-8d %-16s %s%n",
                  execution.pid,
                  execution.parentPid,
                  text(execution.comm),
                  text(execution.filename)));
    }
  }

  private static String text(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
