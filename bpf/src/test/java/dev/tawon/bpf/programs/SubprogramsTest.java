package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.Fault;
import dev.tawon.bpf.KernelRelease;
import dev.tawon.bpf.RingReader;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.CompilationException;
import dev.tawon.lang.XdpAction;
import dev.tawon.object.ProgramSpec;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of their own do with the kernel's things what inlined methods do. */
@KernelTest(
    since = "5.10",
    needs = {KernelFeature.BTF, KernelFeature.TC, KernelFeature.RING_BUFFER})
class SubprogramsTest {
  private static int run(Bpf bpf, String program, long... arguments) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), arguments);
  }

  private static TestRun.PacketResult runOn(Bpf bpf, String program, byte[] packet) {
    return TestRun.ofPacket(bpf.object().program(program), packet);
  }

  private static byte[] ports(int... ports) {
    byte[] packet = new byte[64];
    for (int i = 0; i < ports.length; i++) {
      packet[i * 8 + 2] = (byte) (ports[i] >> 8);
      packet[i * 8 + 3] = (byte) ports[i];
    }
    return packet;
  }

  static List<String> functions(Bpf bpf, String program) {
    ProgramSpec spec = bpf.module().object().program(program).orElseThrow();
    return spec.functionInfo().stream()
        .skip(1)
        .map(info -> bpf.module().object().btf().name(info.typeId()))
        .toList();
  }

  @Test
  void shouldReadPacketsByTheContextOfTheirCaller() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Packets.class)) {
      assertThat(functions(bpf, "ports")).containsExactly("port");
      assertThat(runOn(bpf, "ports", ports(5, 7, 7)).result()).isEqualTo(XdpAction.TX);
      assertThat(runOn(bpf, "ports", ports(5, 7, 8)).result()).isEqualTo(XdpAction.PASS);
      assertThat(bpf.map(SubprogramPrograms.Packets.SEEN).get(1).orElseThrow().value)
          .isEqualTo(2L * SubprogramPrograms.expected(5));
    }
  }

  @Test
  void shouldWriteToHeadersThatTheCallerFound() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Packets.class)) {
      assertThat(functions(bpf, "headers")).containsExactly("rewrite");
      TestRun.PacketResult result = runOn(bpf, "headers", new byte[64]);
      assertThat(result.result()).isEqualTo(XdpAction.TX);
      assertThat(result.packet()[13]).isEqualTo((byte) 3);
      byte[] failing = new byte[64];
      failing[13] = 98;
      assertThat(runOn(bpf, "headers", failing).result()).isEqualTo(XdpAction.PASS);
      assertThat(bpf.faults())
          .extracting(fault -> fault.site().reason())
          .containsExactly("IllegalArgumentException");
    }
  }

  @Test
  void shouldGoOnInAnotherProgramFromOneThatHasFunctions() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Packets.class)) {
      assertThat(runOn(bpf, "callsAndGoesOn", ports(1, 1, 1)).result()).isEqualTo(XdpAction.TX);
      assertThat(runOn(bpf, "callsAndGoesOn", ports(1, 1, 2)).result()).isEqualTo(XdpAction.PASS);
    }
  }

  @Test
  void shouldGiveARecordBackWhenAFunctionFails() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Memory.class)) {
      assertThat(functions(bpf, "records")).containsExactly("fill");
      assertThat(run(bpf, "records", 5, 7)).isEqualTo(1);
      assertThat(run(bpf, "records", 0, 7)).isZero();
      assertThat(run(bpf, "records", 5, 16)).isZero();
      assertThat(run(bpf, "records", 10, 15)).isEqualTo(1);
      List<Long> numbers = new ArrayList<>();
      try (RingReader reader = bpf.reader(SubprogramPrograms.Memory.EVENTS)) {
        reader.drain((ring, at, length) -> numbers.add(ring.get(ValueLayout.JAVA_LONG, at)));
      }
      assertThat(numbers).containsExactly(34L + 33, 16L + 33);
      assertThat(bpf.faults()).extracting(Fault::count).containsOnly(1L).hasSize(2);
    }
  }

  @Test
  void shouldTakeAMapAsAParameter() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Memory.class)) {
      assertThat(functions(bpf, "maps")).containsExactly("count", "count_2");
      assertThat(run(bpf, "maps", 1, 2)).isEqualTo(2 * (SubprogramPrograms.expected(1) & 7));
    }
  }

  @Test
  void shouldTakeWhatMayBeNull() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Memory.class)) {
      assertThat(functions(bpf, "perhapsAValue")).containsExactly("value");
      assertThat(run(bpf, "perhapsAValue", 1, 2)).isEqualTo(6);
    }
  }

  @Test
  void shouldTakeBytesAtOddPlaces() {
    if (!KernelRelease.current().isAtLeast(5, 12)) {
      assertThatThrownBy(() -> Bpf.load(SubprogramPrograms.OddPlaces.class))
          .isInstanceOf(CompilationException.class)
          .hasMessageContaining("of an array on the stack, needs Linux 5.12");
      return;
    }
    try (Bpf bpf = Bpf.load(SubprogramPrograms.OddPlaces.class)) {
      assertThat(functions(bpf, "rows")).containsExactly("initial", "initial_2");
      assertThat(run(bpf, "rows", 0, 0)).isEqualTo(211);
    }
  }

  @Test
  void shouldCallNothingWhileALockIsHeld() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Memory.class)) {
      assertThat(functions(bpf, "locks")).isEmpty();
      runOn(bpf, "locks", new byte[100]);
      assertThat(bpf.map(SubprogramPrograms.Memory.ACCOUNTS).get(0).orElseThrow().spent)
          .isEqualTo(105);
    }
  }
}
