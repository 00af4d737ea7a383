import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Log;
import dev.tawon.lang.Scratch;

/**
 * Logs the name of a command that this process runs, and the size of its arguments, read into an array that the stack has no room
 * for: {@code examples/run ScratchArguments}.
 */
@BpfModule
public final class ScratchArguments {
  private ScratchArguments() {}

  @Configurable static int process = -1;

  @Scratch static final byte[] ARGUMENTS = new byte[2048];

  /** A task. */
  @KernelType("task_struct")
  static final class Task {
    Task real_parent;
    int tgid;
    Memory mm;
  }

  /** A task's memory. */
  @KernelType("mm_struct")
  static final class Memory {
    long arg_start;
    long arg_end;
  }

  @SuppressWarnings("ArrayToString") // a line of Log takes arrays of bytes as text
  @BtfTracepoint("sched_process_exec")
  static void onExec(Task task) {
    if (task.real_parent.tgid != process) {
      return;
    }
    int length = (int) (task.mm.arg_end - task.mm.arg_start);
    if (length > 0 && length <= ARGUMENTS.length) {
      int status = dev.tawon.lang.Bpf.readUser(ARGUMENTS, length, task.mm.arg_start);
      Log.info(length + " bytes of arguments of " + ARGUMENTS + ", status " + status);
    }
  }

  public static void main(String[] args) throws Exception {
    int self = (int) ProcessHandle.current().pid();
    try (Bpf bpf = Bpf.loader(ScratchArguments.class).configure("process", self).load()) {
      bpf.logs(System.out::println);
      bpf.attach();
      new ProcessBuilder("echo", "one", "two", "three").start().waitFor();
    }
  }
}
