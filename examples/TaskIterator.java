import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Iter;
import dev.tawon.lang.KernelType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Lists the threads of a process by the kernel's iterator: {@code examples/run TaskIterator PID}.
 */
@BpfModule
public final class TaskIterator {
  private TaskIterator() {}

  @KernelType("bpf_iter_meta")
  static final class Meta {
    File seq;
  }

  @KernelType("seq_file")
  static final class File {
    long index;
  }

  @KernelType("task_struct")
  static final class Task {
    int pid;
    int tgid;
  }

  @Configurable static int pid = 0;

  @Iter("task")
  static void onTask(Meta meta, Task task) {
    if (task == null || task.tgid != pid) {
      return;
    }
    int[] thread = new int[2];
    thread[0] = task.pid;
    Helpers.seqWrite(meta.seq, thread, 4);
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf =
        Bpf.loader(TaskIterator.class).configure("pid", Integer.parseInt(args[0])).load()) {
      ByteBuffer threads = ByteBuffer.wrap(bpf.iterate("onTask")).order(ByteOrder.nativeOrder());
      while (threads.remaining() >= Integer.BYTES) {
        System.out.println(threads.getInt());
      }
    }
  }
}
