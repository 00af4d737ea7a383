package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.bpf.Timing;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.TimedPrograms;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.RunTimes;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Timed;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.object.ProgramSpec;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Programs that measure their own run time. */
class TimedTest {
  private static final int KTIME_GET_NS = 5;

  @Struct
  static final class Row {
    @Length(8)
    byte[] bytes;
  }

  @BpfModule
  static final class Programs {
    static final Array<Row> ROWS = Array.of(1);
    static final ProgramArray<Long> NEXT = ProgramArray.of(4);

    @Timed
    @RawTracepoint("sys_enter")
    static int plain(long a, long b) {
      if (a == 0) {
        return 5;
      }
      Row row = ROWS.get(0);
      if (row == null) {
        return 6;
      }
      row.bytes[(int) a] = 1; // a fault from 8 on
      return (int) b;
    }

    @Timed
    @RawTracepoint("sys_enter")
    static int nothingElse(long a, long b) {
      return 7;
    }

    @Timed
    @RawTracepoint("sys_enter")
    static int caller(long a, long b) {
      long kept = a * 31 + b;
      NEXT.call((int) a);
      return (int) kept;
    }

    @RawTracepoint("sys_enter")
    static int untimed(long a, long b) {
      return 7;
    }
  }

  private static ProgramSpec program(CompiledModule module, String name) {
    return module.object().program(name).orElseThrow();
  }

  @Test
  void shouldCountByPowersOfTwo() {
    long seed = Long.getLong("tawon.seed", System.nanoTime());
    Random random = new Random(seed);
    CompiledModule module = Compiler.compile(Programs.class, CompilerOptions.defaults());
    int key = module.timed().names().indexOf("plain");
    for (Engine engine : Engine.values()) {
      SimulatedKernel kernel = SimulatedKernel.create(1).createMaps(module.object());
      long[] now = {0, 0};
      Sandbox sandbox =
          Sandbox.builder(program(module, "plain"))
              .kernel(kernel)
              .engine(engine)
              .helper(KTIME_GET_NS, (_, _, _, _, _, _) -> now[0] += now[1])
              .build();
      long[] expected = new long[RunTimes.BUCKETS];
      long total = 0;
      for (int i = 0; i < 500; i++) {
        now[0] = 1000;
        now[1] =
            i < 126 ? (1L << i / 2) - (i & 1) : random.nextLong() >>> random.nextInt(1, Long.SIZE);
        long a = random.nextInt(12);
        ByteBuffer context = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        long result = sandbox.run(context.putLong(a).putLong(3).array());
        assertThat(result).isEqualTo(a == 0 ? 5 : a < 8 ? 3 : 0);
        expected[now[1] == 0 ? 0 : 63 - Long.numberOfLeadingZeros(now[1])]++;
        total += now[1];
      }
      byte[] value =
          kernel
              .map(TimedPrograms.MAP)
              .orElseThrow()
              .get(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(key).array())
              .orElseThrow();
      ByteBuffer counts = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
      for (long each : expected) {
        assertThat(counts.getLong()).as("%s, seed %d", engine, seed).isEqualTo(each);
      }
      assertThat(counts.getLong()).isEqualTo(total);
    }
  }

  @Test
  void shouldMeasureEachRunInTheKernel() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Programs.class)) {
      for (int i = 0; i < 12; i++) {
        int result = TestRun.ofRawTracepoint(bpf.object().program("plain"), i, 3);
        assertThat(result).isEqualTo(i == 0 ? 5 : i < 8 ? 3 : 0);
        TestRun.ofRawTracepoint(bpf.object().program("untimed"), i, 3);
      }
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("nothingElse"), 0, 0)).isEqualTo(7);
      List<Timing> timings = bpf.timings();
      assertThat(timings.stream().map(Timing::program))
          .containsExactly("caller", "nothingElse", "plain");
      assertThat(timings.stream().map(timing -> timing.runTime().count()))
          .containsExactly(0L, 1L, 12L);
      assertThat(timings.get(2).runTime().meanNs()).isPositive();
      assertThat(timings.get(2).runTime().quantileNs(1)).isPositive();
      assertThat(timings.get(2)).asString().startsWith("plain: 12 runs, mean").contains("#");
      assertThat(bpf.faults()).hasSize(1);
    }
  }

  @Test
  void shouldCountACallOfAnotherProgramOnce() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Programs.class)) {
      bpf.put(Programs.NEXT, 1, "nothingElse");
      bpf.put(Programs.NEXT, 2, "untimed");
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("caller"), 1, 3)).isEqualTo(7);
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("caller"), 2, 3)).isEqualTo(7);
      // No program is there, or the array ends before.
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("caller"), 3, 3)).isEqualTo(96);
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("caller"), 9, 3)).isEqualTo(282);
      assertThat(bpf.timings().stream().map(timing -> timing.runTime().count()))
          .containsExactly(4L, 1L, 0L);
      assertThat(bpf.timings().getFirst().runTime().totalNs()).isPositive();
    }
  }

  @BpfModule
  static final class Packets {
    @Timed
    @Xdp
    static int onPacket(XdpPacket packet) {
      Ethernet ethernet = packet.at(0, Ethernet.class);
      return ethernet == null || ethernet.type != Ethernet.IPV4 ? XdpAction.PASS : XdpAction.DROP;
    }
  }

  @Test
  void shouldKeepAPacketsVerdict() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Packets.class)) {
      byte[] packet = new byte[64];
      assertThat(TestRun.ofPacket(bpf.object().program("onPacket"), packet).result())
          .isEqualTo(XdpAction.PASS);
      packet[12] = 8;
      assertThat(TestRun.ofPacket(bpf.object().program("onPacket"), packet).result())
          .isEqualTo(XdpAction.DROP);
      assertThat(bpf.timings().getFirst().runTime().count()).isEqualTo(2);
    }
  }

  @Test
  void shouldCostNothingWithoutTheAnnotation() {
    CompiledModule module = Compiler.compile(Programs.class, CompilerOptions.defaults());
    assertThat(program(module, "untimed").instructions()).hasSize(2);
  }
}
