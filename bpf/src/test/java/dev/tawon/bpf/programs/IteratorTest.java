package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Iterators, which look for this process's threads. */
@KernelTest(needs = KernelFeature.BTF, host = false)
class IteratorTest {
  @Test
  void shouldRunForEachTask() {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(SecurityPrograms.Tasks.class).configure("process", pid).load()) {
      assertThat(bpf.iterate("onTask")).isEmpty();
      assertThat(Counts.of(bpf, SecurityPrograms.Tasks.COUNTS, 0)).isGreaterThan(1);
      assertThat(Counts.of(bpf, SecurityPrograms.Tasks.COUNTS, 1)).isEqualTo(1);
      bpf.iterate("onTask");
      assertThat(Counts.of(bpf, SecurityPrograms.Tasks.COUNTS, 1)).isEqualTo(2);
    }
  }
}
