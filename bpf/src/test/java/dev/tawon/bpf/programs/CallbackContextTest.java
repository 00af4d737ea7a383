package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Direction;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the kernel hands to a program, in functions that it calls back from there. */
@KernelTest(since = "5.17", needs = KernelFeature.TC)
class CallbackContextTest {
  /** The programs. */
  @BpfModule
  public static final class Programs {
    private Programs() {}

    @Xdp
    static int zeros(XdpPacket packet) {
      int[] zeros = new int[1];
      dev.tawon.lang.Bpf.loop(
          100,
          i -> {
            if (packet.byteAt(i) == 0) {
              zeros[0]++;
            }
          });
      return zeros[0] == 60 ? XdpAction.TX : XdpAction.DROP;
    }

    @Xdp
    static int inner(XdpPacket packet) {
      int[] sum = new int[1];
      dev.tawon.lang.Bpf.loop(
          4, i -> dev.tawon.lang.Bpf.loop(4, j -> sum[0] += packet.byteAt(4 * i + j)));
      return sum[0] == 15 * 8 ? XdpAction.TX : XdpAction.DROP;
    }

    @Tc(Direction.INGRESS)
    static int writes(SkBuff packet) {
      packet.mark = 1;
      dev.tawon.lang.Bpf.loop(
          3,
          i -> {
            packet.mark = packet.mark + i;
            packet.priority = i;
            packet.tc_index = i;
          });
      return packet.mark == 4 && packet.priority == 2 ? TcAction.SHOT : TcAction.OK;
    }

    /** The packet is another one behind the loop, and looked for anew. */
    @Tc(Direction.INGRESS)
    static int moves(SkBuff packet) {
      int before = packet.byteAt(13);
      dev.tawon.lang.Bpf.loop(2, i -> Helpers.skbChangeHead(packet, 16, 0));
      return packet.byteAt(13) * 16 + before;
    }

    @Xdp
    static int divides(XdpPacket packet) {
      int[] results = new int[1];
      dev.tawon.lang.Bpf.loop(1, i -> results[0] = packet.byteAt(0) / packet.byteAt(1));
      return results[0];
    }
  }

  private static int run(Bpf bpf, String program, byte[] packet) {
    return TestRun.ofPacket(bpf.object().program(program), packet).result();
  }

  @Test
  void shouldReadThePacket() {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      byte[] packet = new byte[64];
      Arrays.fill(packet, 4, 8, (byte) 1);
      assertThat(run(bpf, "zeros", packet)).isEqualTo(XdpAction.TX);
      packet[0] = 1;
      assertThat(run(bpf, "zeros", packet)).isEqualTo(XdpAction.DROP);
    }
  }

  @Test
  void shouldReadThePacketInFunctionsOfFunctions() {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      byte[] packet = new byte[64];
      for (int i = 0; i < 16; i++) {
        packet[i] = (byte) i;
      }
      assertThat(run(bpf, "inner", packet)).isEqualTo(XdpAction.TX);
      packet[15] = 0;
      assertThat(run(bpf, "inner", packet)).isEqualTo(XdpAction.DROP);
    }
  }

  @Test
  void shouldWriteFields() {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      assertThat(run(bpf, "writes", new byte[64])).isEqualTo(TcAction.SHOT);
    }
  }

  @Test
  void shouldLookForAPacketAgainThatAFunctionMoved() {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      byte[] packet = new byte[64];
      packet[13] = 3;
      assertThat(run(bpf, "moves", packet)).isEqualTo(3);
    }
  }

  @Test
  void shouldEndTheProgramByAFaultAboutThePacket() {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      byte[] packet = new byte[64];
      packet[0] = 2;
      packet[1] = 1;
      assertThat(run(bpf, "divides", packet)).isEqualTo(XdpAction.PASS);
      packet[1] = 0;
      packet[0] = 1;
      assertThat(run(bpf, "divides", packet)).isEqualTo(XdpAction.PASS);
      assertThat(bpf.faults()).hasSize(1);
    }
  }
}
