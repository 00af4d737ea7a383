package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.BpfException;
import dev.tawon.bpf.Fault;
import dev.tawon.bpf.TestRun;
import dev.tawon.bpf.compiled.PacketFilters;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.XdpAction;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Programs that see packets, run once on packets of the test's own; nothing is attached. */
@KernelTest(needs = KernelFeature.TC)
class PacketProgramsTest {
  /** An Ethernet frame with an IPv4 header of some words and a UDP header, 64 bytes. */
  private static byte[] udp(int headerWords, int source, int destination) {
    byte[] frame = new byte[64];
    frame[12] = 8;
    frame[14] = (byte) (0x40 | headerWords);
    frame[23] = 17;
    frame[30] = 127;
    frame[33] = 2;
    int at = 14 + headerWords * 4;
    frame[at] = (byte) (source >>> 8);
    frame[at + 1] = (byte) source;
    frame[at + 2] = (byte) (destination >>> 8);
    frame[at + 3] = (byte) destination;
    return frame;
  }

  private static TestRun.PacketResult run(Bpf bpf, String program, byte[] packet) {
    return TestRun.ofPacket(bpf.object().program(program), packet);
  }

  @Test
  void shouldDecideOnHeaders() {
    try (Bpf bpf = Bpf.load(PacketPrograms.class)) {
      assertThat(run(bpf, "onXdp", udp(5, 1000, 9)).result()).isEqualTo(XdpAction.DROP);
      assertThat(run(bpf, "onXdp", udp(7, 1000, 9)).result()).isEqualTo(XdpAction.DROP);
      assertThat(run(bpf, "onXdp", udp(5, 9, 1000)).result()).isEqualTo(XdpAction.PASS);
      assertThat(run(bpf, "onXdp", Arrays.copyOf(udp(5, 1, 9), 40)).result())
          .isEqualTo(XdpAction.ABORTED);
      assertThat(run(bpf, "onXdp", new byte[20]).result()).isEqualTo(XdpAction.PASS);
      assertThat(bpf.map(PacketPrograms.SEEN).get(0).orElseThrow().value).isEqualTo(2);
      assertThat(bpf.faults()).isEmpty();
    }
  }

  @Test
  void shouldWriteToPackets() {
    try (Bpf bpf = Bpf.load(PacketPrograms.class)) {
      TestRun.PacketResult result = run(bpf, "onXdp", udp(5, 0x1234, 7));
      assertThat(result.result()).isEqualTo(XdpAction.TX);
      assertThat(result.packet()).isEqualTo(udp(5, 7, 0x1234));
    }
  }

  @Test
  void shouldFindHeadersAgainInPacketsThatWereMoved() {
    try (Bpf bpf = Bpf.load(MovedPackets.class)) {
      byte[] frame = udp(5, 0x1122, 53);
      for (int i = 0; i < 12; i++) {
        frame[i] = (byte) (i + 1);
      }
      frame[22] = 64;
      TestRun.PacketResult within = run(bpf, "within", frame);
      assertThat(within.result()).isEqualTo(XdpAction.TX);
      assertThat(Arrays.copyOf(within.packet(), 14))
          .containsExactly(7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 16, 34);
      assertThat(Arrays.copyOfRange(within.packet(), 14, 14 + 64)).isEqualTo(frame);

      TestRun.PacketResult shorter = run(bpf, "perhaps", frame);
      assertThat(shorter.result()).isEqualTo(XdpAction.TX);
      assertThat(shorter.packet()).hasSize(60).containsSequence(7, 8, 9, 10, 11, 12, 8, 0);
      assertThat(Arrays.copyOfRange(shorter.packet(), 12, 14))
          .containsExactly(frame[26], frame[27]);
      frame[23] = 6;
      TestRun.PacketResult asLong = run(bpf, "perhaps", frame);
      assertThat(asLong.packet()).hasSize(64);
      assertThat(Arrays.copyOfRange(asLong.packet(), 12, 14)).containsExactly(64, 6);

      int sum = 0;
      for (int i = 0; i < 6; i += 2) {
        sum = sum * 7 + frame[i] + frame[i + 3] + frame[i + 21];
      }
      TestRun.PacketResult rounds = run(bpf, "rounds", frame);
      assertThat(rounds.result()).isEqualTo(XdpAction.TX);
      assertThat(rounds.packet()).hasSize(58).startsWith((byte) sum, 8, 9);
      assertThat(bpf.faults()).isEmpty();
    }
  }

  @Test
  void shouldFindHeadersAgainInPacketsThatAHelperWroteTo() {
    try (Bpf bpf = Bpf.load(MovedPackets.class)) {
      TestRun.PacketResult written = run(bpf, "written", udp(5, 0x1122, 53));
      assertThat(written.result()).isEqualTo(TcAction.REDIRECT);
      assertThat(Arrays.copyOfRange(written.packet(), 30, 38))
          .containsExactly(10, 0, 0, 0x22, 0x11, 0x22, 0, 0x22);
      assertThat(run(bpf, "written", udp(5, 1, 54)).result()).isEqualTo(TcAction.OK);
    }
  }

  @Test
  void shouldReadAndWriteTheContext() {
    try (Bpf bpf = Bpf.load(PacketPrograms.class)) {
      assertThat(run(bpf, "onTc", udp(5, 1, 2)).result()).isEqualTo(TcAction.SHOT);
      assertThat(run(bpf, "onTc", new byte[64]).result()).isEqualTo(TcAction.OK);
      assertThat(run(bpf, "onCgroup", new byte[14 + 21]).result() & 1).isEqualTo(1);
      assertThat(run(bpf, "onSocket", new byte[64]).result()).isPositive();
    }
  }

  @Test
  void shouldKnowAPacketsLength() {
    try (Bpf bpf = Bpf.load(PacketPrograms.class)) {
      assertThat(run(bpf, "onLength", new byte[70]).result()).isEqualTo(XdpAction.DROP);
      assertThat(run(bpf, "onLength", new byte[71]).result()).isEqualTo(XdpAction.TX);
    }
  }

  @Test
  void shouldPassPacketsOnAfterAFault() {
    try (Bpf bpf = Bpf.load(PacketPrograms.class)) {
      assertThat(run(bpf, "onShort", new byte[64]).result()).isEqualTo(XdpAction.PASS);
      assertThat(bpf.faults()).extracting(Fault::count).containsExactly(1L);
      assertThat(run(bpf, "onShort", new byte[80]).result()).isEqualTo(XdpAction.TX);
    }
  }

  @Test
  void shouldReadPacketsByNumbers() {
    try (Bpf bpf = Bpf.load(PacketFilters.class)) {
      byte[] frame = udp(6, 53, 1000);
      assertThat(run(bpf, "udpPort53", frame).result()).isEqualTo(1);
      assertThat(run(bpf, "tcpPort80", frame).result()).isZero();
      assertThat(run(bpf, "net10", frame).result()).isZero();
      byte[] context = new byte[192];
      context[160] = 0;
      context[161] = 2; // wire_len, 512
      assertThat(TestRun.ofPacket(bpf.object().program("greater512"), frame, context).result())
          .isEqualTo(1);
      assertThat(run(bpf, "greater512", frame).result()).isZero();
    }
  }

  @Test
  void shouldSayWhatAProgramIsAttachedTo() {
    try (Bpf bpf = Bpf.load(PacketPrograms.class)) {
      assertThatThrownBy(() -> bpf.attach("onXdp"))
          .isInstanceOf(BpfException.class)
          .hasMessageContaining("AttachTarget.networkInterface");
      assertThatThrownBy(() -> bpf.attach("onXdp", AttachTarget.socket(0)))
          .hasMessageContaining("XDP")
          .hasMessageContaining("socket 0");
    }
  }
}
