import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.map.HashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts the system calls of one process by number, for some seconds: {@code examples/run SystemCallCount PID [SECONDS]}.
 *
 * <p>The counts live in a map of the kernel; user space reads it once, at the end.
 */
@BpfModule(license = "Dual MIT/GPL")
public final class SystemCallCount {

  @Configurable static int pid = 0;

  public static final HashMap<Long, Counter> COUNTS = HashMap.of(1024);

  @BtfTracepoint("sys_enter")
  static void onSystemCall(long registers, long number) {
    if ((int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) != pid) {
      return;
    }
    Counter known = COUNTS.get(number);
    if (known == null) {
      COUNTS.put(number, new Counter());
      known = COUNTS.get(number);
    }
    if (known != null) {
      known.add(1);
    }
  }

  record Count(long number, long calls) {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      System.err.println("usage: SystemCallCount PID [SECONDS]");
      System.exit(2);
    }
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    try (Bpf bpf =
        Bpf.loader(SystemCallCount.class).configure("pid", Integer.parseInt(args[0])).load()) {
      bpf.attach();
      Thread.sleep(seconds * 1000L);
      bpf.detach();
      List<Count> counts = new ArrayList<>();
      bpf.map(COUNTS).forEach((number, counter) -> counts.add(new Count(number, counter.value)));
      counts.sort(Comparator.comparingLong(Count::calls).reversed());
      System.out.println("SYSCALL        CALLS");
      counts.forEach(count -> System.out.printf("%7d %12d%n", count.number(), count.calls()));
    }
  }
}
