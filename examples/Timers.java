import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.Timer;
import dev.tawon.lang.map.HashMap;

/**
 * Forgets a flow a tenth of a second behind its last packet, on packets of its own: nothing is attached: {@code examples/run Timers}.
 */
@BpfModule
public final class Timers {
  private Timers() {}

  /** The packets of a flow. */
  @Struct
  public static final class Flow {
    public long packets;
    public Timer timer;
  }

  static long forgotten;

  public static final HashMap<Integer, Flow> FLOWS = HashMap.of(1024);

  @Tc
  static int onPacket(SkBuff packet) {
    int id = packet.len;
    FLOWS.putIfAbsent(id, new Flow());
    Flow flow = FLOWS.get(id);
    if (flow == null) {
      return TcAction.OK;
    }
    flow.packets++;
    if (flow.timer.init(FLOWS, Timer.MONOTONIC) == 0) {
      flow.timer.setCallback(
          FLOWS,
          (key, value) -> {
            forgotten += value.packets;
            FLOWS.remove(key);
          });
    }
    flow.timer.start(100_000_000L);
    return TcAction.OK;
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(Timers.class)) {
      for (int i = 0; i < 3; i++) {
        TestRun.ofPacket(bpf.object().program("onPacket"), new byte[100]);
      }
      System.out.println("packets: " + bpf.map(FLOWS).get(100).orElseThrow().packets);
      while (bpf.variable(Timers.class, "forgotten").get() == 0) {
        Thread.sleep(10);
      }
      System.out.println("forgotten, with " + bpf.variable(Timers.class, "forgotten").get());
    }
  }
}
