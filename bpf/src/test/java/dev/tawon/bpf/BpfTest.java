package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.compiler.CompilationException;
import dev.tawon.lang.Counter;
import dev.tawon.lang.map.HashMap;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On this machine's kernel: a module from Java to events, for this process's own system calls. */
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class BpfTest {
  private static final int PID = Math.toIntExact(ProcessHandle.current().pid());

  @BeforeEach
  void requireKernel() throws IOException {
    Kernel.requireFirstPidNamespace();
  }

  private static Bpf.Loader loader() {
    return Bpf.loader(SystemCallProbe.class).configure("process", PID);
  }

  private static long calls(Bpf bpf) {
    return bpf.map(SystemCallProbe.CALLS).getPerCpu(0).stream()
        .mapToLong(counter -> counter.value)
        .sum();
  }

  @Test
  void shouldDeliverTheEventsOfAModule() throws IOException {
    try (Bpf bpf = loader().load();
        RingReader reader = bpf.reader(SystemCallProbe.EVENTS)) {
      assertThat(bpf.programs())
          .extracting(LoadedProgram::name)
          .containsExactlyInAnyOrder("onSystemCall", "onReturn");
      bpf.attach();
      Kernel.makeSystemCalls();
      bpf.detach();
      StructCodec<SystemCallProbe.Event> codec = StructCodec.of(SystemCallProbe.Event.class);
      List<Integer> pids = new ArrayList<>();
      int records =
          reader.drain((ring, offset, length) -> {
            SystemCallProbe.Event event = codec.read(ring, offset);
            assertThat(event.timeNs).isPositive();
            pids.add(event.pid);
          });
      assertThat(records).isPositive();
      assertThat(pids).containsOnly(PID);
      assertThat(calls(bpf)).isEqualTo(records);
      assertThat(bpf.faults()).isEmpty();
    }
  }

  @Test
  void shouldConsumeUntilTheModuleCloses() throws IOException {
    List<SystemCallProbe.Event> events = new ArrayList<>();
    Bpf bpf = loader().load();
    bpf.attach("onSystemCall");
    bpf.attach("onSystemCall");
    bpf.consume(
        SystemCallProbe.EVENTS,
        event -> {
          events.add(event);
          bpf.close();
        });
    assertThat(events.getFirst().pid).isEqualTo(PID);
    assertThatThrownBy(bpf::attach).isInstanceOf(IllegalStateException.class);
    bpf.close();
  }

  @Test
  void shouldReportNothingOfOtherProcesses() throws IOException {
    try (Bpf bpf = Bpf.load(SystemCallProbe.class)) {
      bpf.attach();
      Kernel.makeSystemCalls();
      assertThat(calls(bpf)).isZero();
    }
  }

  @Test
  void shouldLeaveOutAProgramAndResizeAMap() {
    try (Bpf bpf =
        loader()
            .without("onReturn")
            .capacity(SystemCallProbe.BY_THREAD, 2)
            .capacity(SystemCallProbe.EVENTS, 5000)
            .load()) {
      assertThat(bpf.programs()).hasSize(1);
      assertThat(bpf.object().map("EVENTS").spec().capacity()).isEqualTo(8192);
      UserMap<Integer, Counter> map = bpf.map(SystemCallProbe.BY_THREAD);
      assertThat(bpf.map(SystemCallProbe.BY_THREAD)).isSameAs(map);
      map.put(1, new Counter());
      map.put(2, new Counter());
      assertThatThrownBy(() -> map.put(3, new Counter()))
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("E2BIG");
    }
  }

  @Test
  void shouldAllowOneReaderOfARingAtATime() {
    try (Bpf bpf = loader().load()) {
      RingReader first = bpf.reader(SystemCallProbe.EVENTS);
      assertThatThrownBy(() -> bpf.reader(SystemCallProbe.EVENTS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has a reader");
      first.close();
      assertThat(bpf.reader(SystemCallProbe.EVENTS).pendingBytes()).isZero();
    }
  }

  @Test
  void shouldRefuseSettingsOfWhatIsNotInTheModule() {
    HashMap<Integer, Counter> stranger = HashMap.of(1);
    assertThatThrownBy(() -> loader().without("onNothing").load())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("onNothing");
    assertThatThrownBy(() -> loader().capacity(stranger, 2).load())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loader().configure("process", "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> loader().configure("nothing", 1).load())
        .isInstanceOf(CompilationException.class);
    try (Bpf bpf = loader().load()) {
      assertThatThrownBy(() -> bpf.map(stranger)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> bpf.attach("onNothing"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldCloseEveryDescriptor() throws IOException {
    everything();
    long before = Kernel.descriptors();
    everything();
    everything();
    assertThat(Kernel.descriptors()).isEqualTo(before);
  }

  private static void everything() throws IOException {
    try (Bpf bpf = loader().load()) {
      bpf.attach();
      RingReader reader = bpf.reader(SystemCallProbe.EVENTS);
      Kernel.makeSystemCalls();
      assertThat(reader.drain((ring, offset, length) -> {})).isPositive();
    }
  }
}
