package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Timers, areas of memory, and programs that go on in others. */
@KernelTest(
    since = "6.2",
    needs = {KernelFeature.BTF, KernelFeature.TC})
class TimerProgramsTest {
  private static final int ENOENT = 2;
  private static final int EBUSY = 16;

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the timer has run").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldCallAFunctionWhenTheTimeIsOver() {
    try (Bpf bpf = Bpf.load(TimerPrograms.Timers.class)) {
      var start = bpf.object().program("start");
      assertThat(TestRun.ofPacket(start, new byte[64]).result()).isZero();
      var over = bpf.variable(TimerPrograms.Timers.class, "over");
      await(() -> over.get() == 64);
      TimerPrograms.Session session = bpf.map(TimerPrograms.Timers.SESSIONS).get(64L).orElseThrow();
      assertThat(session.rounds).isEqualTo(3);
      assertThat(session.key).isEqualTo(64);
      assertThat(TestRun.ofPacket(start, new byte[64]).result()).isEqualTo(1);
      assertThat(bpf.variable(TimerPrograms.Timers.class, "outcome").get()).isEqualTo(-EBUSY);
    }
  }

  @Test
  void shouldCountAFaultOfAFunctionThatIsCalledLater() {
    try (Bpf bpf = Bpf.load(TimerPrograms.Timers.class)) {
      assertThat(TestRun.ofPacket(bpf.object().program("fault"), new byte[64]).result()).isZero();
      await(() -> !bpf.faults().isEmpty());
      assertThat(bpf.variable(TimerPrograms.Timers.class, "failed").get()).isEqualTo(2);
    }
  }

  @Test
  void shouldStopATimer() {
    try (Bpf bpf = Bpf.load(TimerPrograms.Timers.class)) {
      assertThat(TestRun.ofPacket(bpf.object().program("cancel"), new byte[64]).result()).isZero();
      assertThat(bpf.variable(TimerPrograms.Timers.class, "outcome").get()).isEqualTo(10);
    }
  }

  @Test
  void shouldFindTheAreaOfAnAddress() {
    try (Bpf bpf = Bpf.load(TimerPrograms.Areas.class)) {
      var find = bpf.object().program("find");
      assertThat(TestRun.ofRawTracepoint(find, 0, 0)).isEqualTo(-ENOENT);
    }
  }

  @Test
  void shouldGoOnInAProgramByItsName() {
    try (Bpf bpf = Bpf.load(TimerPrograms.Stages.class)) {
      var entry = bpf.object().program("entry");
      assertThat(TestRun.ofPacket(entry, new byte[64]).result()).isEqualTo(1);
      assertThat(TestRun.ofPacket(entry, new byte[200]).result()).isEqualTo(2);
    }
  }
}
