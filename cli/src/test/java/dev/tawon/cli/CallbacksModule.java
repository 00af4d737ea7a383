package dev.tawon.cli;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Timer;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.HashMap;

/** Programs that have the kernel call functions. */
@BpfModule
public final class CallbacksModule {
  private CallbacksModule() {}

  /** A flow. */
  @Struct
  public static final class Flow {
    public Timer timer;
    public long packets;
  }

  public static final HashMap<Integer, Flow> FLOWS = HashMap.of(16);

  @Xdp
  static int zeros(XdpPacket packet) {
    int[] zeros = new int[1];
    Bpf.loop(
        64,
        i -> {
          if (packet.byteAt(i) == 0) {
            zeros[0]++;
          }
        });
    return zeros[0] > 50 ? XdpAction.DROP : XdpAction.PASS;
  }

  @Xdp
  static int sums(XdpPacket packet) {
    long[] sum = new long[1];
    Bpf.loop(4, i -> Bpf.loop(4, j -> sum[0] += i * packet.rx_queue_index + j));
    FLOWS.forEach((_, flow) -> sum[0] += flow.packets);
    return sum[0] > 100 ? XdpAction.DROP : XdpAction.PASS;
  }

  @Xdp
  static int later(XdpPacket packet) {
    Flow flow = FLOWS.get(packet.rx_queue_index);
    if (flow != null && flow.timer.init(FLOWS, Timer.MONOTONIC) == 0) {
      flow.timer.setCallback(FLOWS, (key, _) -> FLOWS.remove(key));
    }
    return XdpAction.PASS;
  }
}
