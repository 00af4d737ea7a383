package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import dev.tawon.object.AttachType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: programs that see this process only. */
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class BpfObjectTest {
  private static final int NO_WAKEUP = 1;
  private static final int FORCE_WAKEUP = 2;

  @BeforeEach
  void requireKernel() throws IOException {
    Kernel.requireFirstPidNamespace();
  }

  private static UserMap<Integer, Long> counts(BpfObject object) {
    return UserMap.of(object.map("counts"), Integer.class, Long.class);
  }

  private static void shouldCount(ProgramType type, AttachType attachType) throws IOException {
    ProgramSpec program = Kernel.onSystemCall(type, attachType, "counts", Kernel::count);
    try (BpfObject object = BpfObject.load(Kernel.object(List.of(Kernel.COUNTS), program))) {
      UserMap<Integer, Long> counts = counts(object);
      assertThat(counts.get(0)).contains(0L);
      try (Link link = object.program("on_system_call").attach()) {
        assertThat(link.target()).endsWith("tracepoint sys_enter");
        Kernel.makeSystemCalls();
        assertThat(counts.get(0).orElseThrow()).isPositive();
      }
      long detached = counts.get(0).orElseThrow();
      Kernel.makeSystemCalls();
      assertThat(counts.get(0)).contains(detached);
    }
  }

  @Test
  void shouldRunABtfTracepointProgramUntilItsLinkIsClosed() throws IOException {
    shouldCount(ProgramType.TRACING, AttachType.TRACE_RAW_TP);
  }

  @Test
  void shouldRunARawTracepointProgramUntilItsLinkIsClosed() throws IOException {
    shouldCount(ProgramType.RAW_TRACEPOINT, null);
  }

  private static ObjectSpec emitting(int flags) {
    return Kernel.object(
        List.of(Kernel.EVENTS),
        Kernel.onSystemCall(ProgramType.RAW_TRACEPOINT, null, "events", Kernel.emit(flags)));
  }

  private static void expect(MemorySegment ring, long offset, int length) {
    assertThat(length).isEqualTo(16);
    assertThat(ring.get(JAVA_LONG, offset)).isEqualTo(7);
    assertThat(ring.get(JAVA_LONG, offset + 8)).isEqualTo(8);
  }

  @Test
  void shouldReadWhatAProgramPutIntoARing() throws IOException {
    try (BpfObject object = BpfObject.load(emitting(NO_WAKEUP));
        RingReader reader = RingReader.open(object.map("events"))) {
      assertThat(reader.drain(BpfObjectTest::expect)).isZero();
      try (Link _ = object.program("on_system_call").attach()) {
        Kernel.makeSystemCalls();
      }
      assertThat(reader.pendingBytes()).isPositive();
      assertThat(reader.drain(BpfObjectTest::expect)).isPositive();
      assertThat(reader.pendingBytes()).isZero();
    }
  }

  @Test
  void shouldReadARingWhoseObjectIsClosed() throws IOException {
    BpfObject object = BpfObject.load(emitting(NO_WAKEUP));
    try (RingReader reader = RingReader.open(object.map("events"))) {
      try (Link _ = object.program("on_system_call").attach()) {
        object.close();
        Kernel.makeSystemCalls();
      }
      assertThat(reader.drain(BpfObjectTest::expect)).isPositive();
    }
  }

  @Test
  void shouldWakeAReaderThatWaits() throws IOException {
    try (BpfObject object = BpfObject.load(emitting(FORCE_WAKEUP));
        RingReader reader = RingReader.open(object.map("events"))) {
      assertThat(reader.await(Duration.ZERO)).isFalse();
      try (Link _ = object.program("on_system_call").attach()) {
        assertThat(reader.await(Duration.ofSeconds(10))).isTrue();
      }
      assertThat(reader.drain(BpfObjectTest::expect)).isPositive();
    }
  }

  @Test
  void shouldAccountForEveryRecordOfARingThatOverflows() throws IOException {
    try (BpfObject object = BpfObject.load(emitting(NO_WAKEUP));
        RingReader reader = RingReader.open(object.map("events"))) {
      try (Link _ = object.program("on_system_call").attach()) {
        for (int i = 0; i < 2_000; i++) {
          Kernel.makeSystemCalls();
        }
      }
      // A full ring keeps what is in it: 64 KiB of records of 24 bytes, less the last that did not
      // fit.
      int records = reader.drain(BpfObjectTest::expect);
      assertThat(records).isEqualTo((1 << 16) / 24);
    }
  }

  @Test
  void shouldTellRunsOnceStatisticsAreOn() throws IOException {
    ProgramSpec program =
        Kernel.onSystemCall(ProgramType.RAW_TRACEPOINT, null, "counts", Kernel::count);
    try (BpfObject object = BpfObject.load(Kernel.object(List.of(Kernel.COUNTS), program));
        RunStatistics _ = RunStatistics.enable();
        Link _ = object.program("on_system_call").attach()) {
      Kernel.makeSystemCalls();
      ProgramInfo info = object.programs().getFirst().info();
      assertThat(info.name()).isEqualTo("on_system_call");
      assertThat(info.id()).isPositive();
      assertThat(info.runCount()).isPositive();
      assertThat(info.runTimeNs()).isPositive();
      assertThat(info.translatedBytes()).isPositive();
      // struct bpf_prog_info has had verified_insns since 5.16.
      assertThat(info.verifiedInstructions() > 0)
          .isEqualTo(KernelRelease.current().isAtLeast(5, 16));
    }
  }

  @Test
  void shouldCloseEveryDescriptor() throws IOException {
    // Links every native call first, and lets the JVM open what it opens once.
    everything();
    long before = Kernel.descriptors();
    for (int i = 0; i < 5; i++) {
      everything();
    }
    assertThat(Kernel.descriptors()).isEqualTo(before);
  }

  private static void everything() throws IOException {
    ProgramSpec bad =
        Kernel.program(
            "bad",
            ProgramType.RAW_TRACEPOINT,
            null,
            "sys_enter",
            List.of(new Instruction.Exit()),
            List.of());
    ProgramSpec good =
        Kernel.onSystemCall(ProgramType.RAW_TRACEPOINT, null, "events", Kernel.emit(FORCE_WAKEUP));
    ObjectSpec failing = Kernel.object(List.of(Kernel.EVENTS, Kernel.COUNTS), good, bad);
    assertThatThrownBy(() -> BpfObject.load(failing)).isInstanceOf(VerifierException.class);
    try (BpfObject object = BpfObject.load(emitting(FORCE_WAKEUP));
        RingReader reader = RingReader.open(object.map("events"));
        RunStatistics _ = RunStatistics.enable()) {
      Link link = object.program("on_system_call").attach();
      Kernel.makeSystemCalls();
      link.close();
      link.close();
      assertThat(reader.await(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void shouldSayThatATracepointIsNotThere() {
    ProgramSpec program =
        Kernel.program(
            "lost",
            ProgramType.RAW_TRACEPOINT,
            null,
            "no_such_tracepoint",
            List.of(
                new Instruction.Alu(AluOperator.MOV, true, Register.R0, new Immediate(0)),
                new Instruction.Exit()),
            List.of());
    try (BpfObject object = BpfObject.load(Kernel.object(List.of(), program))) {
      assertThatThrownBy(() -> object.program("lost").attach())
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("raw tracepoint no_such_tracepoint: ENOENT")
          .hasMessageContaining("this kernel has no");
    }
  }
}
