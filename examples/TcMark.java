import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Direction;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.map.Array;

/**
 * Counts and marks what leaves by an interface, by traffic control: {@code examples/run TcMark INTERFACE [SECONDS]}.
 */
@BpfModule
public final class TcMark {
  private TcMark() {}

  public static final Array<Counter> COUNTS = Array.of(4);

  private static void count(int index) {
    Counter counter = COUNTS.get(index);
    if (counter != null) {
      counter.add(1);
    }
  }

  @Tc(Direction.EGRESS)
  static int onPacket(SkBuff packet) {
    packet.mark = 42;
    count(0);
    return TcAction.OK;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(TcMark.class)) {
      bpf.attach("onPacket", AttachTarget.networkInterface(args[0]));
      Thread.sleep(args.length > 1 ? Integer.parseInt(args[1]) * 1000L : 10_000);
      System.out.println(bpf.map(COUNTS).get(0).orElseThrow().value + " packets marked");
    }
  }
}
