import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Timed;
import dev.tawon.lang.map.HashMap;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts this process's system calls, and shows how long that takes each time: {@code examples/run Timings}. */
@BpfModule
public final class Timings {
  private Timings() {}

  @Configurable static int process = -1;

  public static final HashMap<Long, Counter> BY_NUMBER = HashMap.of(512);

  @Timed
  @RawTracepoint("sys_enter")
  static void onSystemCall(long registers, long number) {
    if ((int) (dev.tawon.lang.Bpf.currentPidTgid() >>> 32) != process) {
      return;
    }
    BY_NUMBER.putIfAbsent(number, new Counter());
    Counter counter = BY_NUMBER.get(number);
    if (counter != null) {
      counter.add(1);
    }
  }

  public static void main(String[] args) throws Exception {
    int self = (int) ProcessHandle.current().pid();
    try (Bpf bpf = Bpf.loader(Timings.class).configure("process", self).load()) {
      bpf.attach();
      for (int i = 0; i < 10_000; i++) {
        Files.exists(Path.of("/nowhere"));
      }
      bpf.detach();
      bpf.timings().forEach(System.out::println);
    }
  }
}
