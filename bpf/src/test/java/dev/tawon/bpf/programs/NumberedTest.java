package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Tracepoints with numbers, of this process's own system calls. */
@KernelTest(since = "6.10", needs = KernelFeature.BTF)
class NumberedTest {
  @Test
  void shouldGiveTracepointsTheirNumbers() {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf =
        Bpf.loader(NumberedPrograms.Tracepoints.class).configure("process", pid).load()) {
      bpf.attach("onRaw", AttachTarget.declared(41));
      bpf.attach("onTyped", AttachTarget.declared(1L << 40));
      assertThat(ProcessHandle.of(1)).isPresent(); // a system call
      bpf.detach();
      assertThat(bpf.map(NumberedPrograms.Tracepoints.NUMBERS).get(41L)).isPresent();
      assertThat(bpf.map(NumberedPrograms.Tracepoints.NUMBERS).get(1L << 40)).isPresent();
      bpf.attach();
      assertThat(ProcessHandle.of(1)).isPresent();
      bpf.detach();
      assertThat(bpf.map(NumberedPrograms.Tracepoints.NUMBERS).get(0L)).isPresent();
    }
  }

  @Test
  void shouldGiveNoNumberToAnIterator() {
    try (Bpf bpf = Bpf.load(SecurityPrograms.Tasks.class)) {
      assertThatThrownBy(() -> bpf.attach("onTask", AttachTarget.declared(1)))
          .hasMessageContaining("is an iterator, which takes no number");
    }
  }
}
