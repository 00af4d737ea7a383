package dev.tawon.cli;

import dev.tawon.sandbox.Capture;
import dev.tawon.sandbox.PacketContext;
import dev.tawon.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a program over a capture, and counts its verdicts.
 *
 * <p>The names are those of {@code enum xdp_action} and {@code TC_ACT_*} ({@code include/uapi/linux/bpf.h} and {@code
 * pkt_cls.h}); of a socket filter 0 drops and anything else passes.
 */
final class PacketVerdicts {
  private static final List<String> XDP = List.of("aborted", "drop", "pass", "tx", "redirect");
  private static final int XDP_PASS = 2;

  private final boolean xdp;
  private final Map<Integer, Integer> counts = new TreeMap<>();
  private final List<Capture.Packet> passed = new ArrayList<>();

  PacketVerdicts(boolean xdp) {
    this.xdp = xdp;
  }

  void run(Sandbox sandbox, Capture.Packet packet) {
    PacketContext context =
        xdp
            ? PacketContext.xdp(packet.bytes().clone())
            : PacketContext.socketBuffer(packet.bytes().clone(), packet.wireLength());
    int verdict = (int) sandbox.run(context);
    counts.merge(verdict, 1, Integer::sum);
    if (xdp ? verdict == XDP_PASS : verdict != 0) {
      byte[] bytes = context.packet();
      int cut = Math.max(0, packet.wireLength() - packet.bytes().length);
      passed.add(new Capture.Packet(packet.linkType(), packet.time(), bytes.length + cut, bytes));
    }
  }

  /** What passed, as the program left it. */
  Capture passed() {
    return new Capture(passed);
  }

  /** A line for each verdict that there was. */
  String summary(int packets) {
    StringBuilder text = new StringBuilder(packets + " packets\n");
    counts.forEach((verdict, count) -> text.append("%8d %s%n".formatted(count, name(verdict))));
    return text.toString();
  }

  private String name(int verdict) {
    if (!xdp) {
      return verdict == 0 ? "0" : Integer.toString(verdict);
    }
    return verdict >= 0 && verdict < XDP.size() ? XDP.get(verdict) : "unknown verdict " + verdict;
  }
}
