import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Uprobe;
import dev.tawon.lang.map.Array;
import java.nio.file.Path;

/**
 * Counts a process's calls of a function of a library: {@code examples/run UprobeCount PID FILE FUNCTION [SECONDS]}.
 */
@BpfModule
public final class UprobeCount {
  private UprobeCount() {}

  public static final Array<Counter> COUNTS = Array.of(4);

  private static void count(int index) {
    Counter counter = COUNTS.get(index);
    if (counter != null) {
      counter.add(1);
    }
  }

  @Uprobe
  static void onCall() {
    count(0);
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(UprobeCount.class)) {
      bpf.attach(
          "onCall", AttachTarget.function(Path.of(args[1]), args[2], Integer.parseInt(args[0])));
      Thread.sleep(args.length > 3 ? Integer.parseInt(args[3]) * 1000L : 10_000);
      System.out.println(bpf.map(COUNTS).get(0).orElseThrow().value + " calls");
    }
  }
}
