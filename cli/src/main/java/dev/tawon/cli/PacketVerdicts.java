package dev.tawon.cli;

import dev.tawon.object.ProgramType;
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
  private static final List<String> TC =
      List.of("ok", "reclassify", "shot", "pipe", "stolen", "queued", "repeat", "redirect", "trap");
  private static final int XDP_PASS = 2;

  private final ProgramType type;
  private final Map<Integer, Integer> counts = new TreeMap<>();
  private final List<Capture.Packet> passed = new ArrayList<>();

  PacketVerdicts(ProgramType type) {
    this.type = type;
  }

  /** Whether a kind of program runs on packets. */
  static boolean seesPackets(ProgramType type) {
    return switch (type) {
      case XDP, SOCKET_FILTER, SCHED_CLS, SCHED_ACT, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT -> true;
      default -> false;
    };
  }

  void run(Sandbox sandbox, Capture.Packet packet) {
    PacketContext context =
        type == ProgramType.XDP
            ? PacketContext.xdp(packet.bytes().clone())
            : PacketContext.socketBuffer(packet.bytes().clone(), packet.wireLength());
    int verdict = (int) sandbox.run(context);
    counts.merge(verdict, 1, Integer::sum);
    if (passes(verdict)) {
      byte[] bytes = context.packet();
      int cut = Math.max(0, packet.wireLength() - packet.bytes().length);
      passed.add(new Capture.Packet(packet.linkType(), packet.time(), bytes.length + cut, bytes));
    }
  }

  private boolean passes(int verdict) {
    return switch (type) {
      case XDP -> verdict == XDP_PASS;
      // TC_ACT_UNSPEC, OK, RECLASSIFY and PIPE go on
      case SCHED_CLS, SCHED_ACT -> verdict == -1 || verdict == 0 || verdict == 1 || verdict == 3;
      default -> verdict != 0;
    };
  }

  /** What passed, as the program left it. */
  Capture passed() {
    return new Capture(passed);
  }

  /** How many packets got each verdict. */
  Map<Integer, Integer> counts() {
    return counts;
  }

  /** A line for each verdict that there was. */
  String summary(int packets) {
    StringBuilder text = new StringBuilder(packets + " packets\n");
    counts.forEach((verdict, count) -> text.append("%8d %s%n".formatted(count, name(verdict))));
    return text.toString();
  }

  /** What a verdict is called. */
  String name(int verdict) {
    return switch (type) {
      case XDP -> name(XDP, verdict);
      case SCHED_CLS, SCHED_ACT -> verdict == -1 ? "unspec" : name(TC, verdict);
      default -> Integer.toString(verdict);
    };
  }

  private static String name(List<String> names, int verdict) {
    return verdict >= 0 && verdict < names.size()
        ? names.get(verdict)
        : "unknown verdict " + verdict;
  }
}
