import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.TaskStorage;

/**
 * Keeps a value with each thread (Linux 5.11), which goes with it, in a program that runs when it is told to: nothing is attached:
 * {@code examples/run TaskValues}.
 */
@BpfModule
public final class TaskValues {
  private TaskValues() {}

  @KernelType("task_struct")
  static final class Task {
    int pid;
  }

  public static final TaskStorage<Counter> CALLS = TaskStorage.create();

  @RawTracepoint("sys_enter")
  static int call() {
    Counter calls = CALLS.getOrCreate(dev.tawon.lang.Bpf.currentTask(Task.class));
    if (calls == null) {
      return -1;
    }
    calls.add(1);
    return (int) calls.value;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(TaskValues.class)) {
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("call")));
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("call")));
      Thread other =
          new Thread(
              () -> System.out.println(TestRun.ofRawTracepoint(bpf.object().program("call"))));
      other.start();
      other.join();
    }
  }
}
