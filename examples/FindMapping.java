import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.RawTracepoint;
import java.lang.foreign.Arena;

/**
 * Finds how much memory of this process's own is mapped together with an address (Linux 5.17), in a program that runs once: nothing is
 * attached: {@code examples/run FindMapping}.
 */
@BpfModule
public final class FindMapping {
  private FindMapping() {}

  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  @KernelType("vm_area_struct")
  static final class Area {
    long vm_start;
    long vm_end;
  }

  @RawTracepoint("sys_enter")
  static int pages(long address) {
    long[] bytes = new long[1];
    int status =
        Kernel.findArea(
            dev.tawon.lang.Bpf.currentTask(Task.class),
            address,
            Area.class,
            area -> bytes[0] = area.vm_end - area.vm_start);
    return status == 0 ? (int) (bytes[0] >>> 12) : status;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(FindMapping.class);
        Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(1).address();
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("pages"), address) > 0);
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("pages"), 0));
    }
  }
}
