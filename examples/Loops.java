import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.HashMap;

/**
 * Has the kernel call a function in a loop (Linux 5.17), and with each entry of a map (Linux 5.13), in programs that run once:
 * nothing is attached: {@code examples/run Loops}.
 */
@BpfModule
public final class Loops {
  private Loops() {}

  public static final HashMap<Integer, Long> SQUARES = HashMap.of(1024);

  @RawTracepoint("sys_enter")
  static int fill(int count) {
    return dev.tawon.lang.Bpf.loop(count, i -> SQUARES.put(i, (long) i * i));
  }

  @RawTracepoint("sys_enter")
  static int sum(int below) {
    long[] sum = new long[1];
    SQUARES.forEach((key, square) -> {
      if (key < below) {
        sum[0] += square;
      }
    });
    return (int) sum[0];
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(Loops.class)) {
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("fill"), 1000));
      System.out.println(TestRun.ofRawTracepoint(bpf.object().program("sum"), 10));
    }
  }
}
