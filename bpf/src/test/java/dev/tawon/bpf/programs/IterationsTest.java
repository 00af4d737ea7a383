package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Loops over what the kernel has, and sections that are read under RCU. */
@KernelTest(since = "6.7", needs = KernelFeature.BTF)
class IterationsTest {
  @Test
  void shouldLoopOverTasks() throws InterruptedException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(Iterations.Tasks.class).configure("process", pid).load()) {
      bpf.attach();
      Thread thread = new Thread(() -> {});
      thread.start();
      thread.join();
      bpf.detach();
      Iterations.Seen seen = bpf.map(Iterations.Tasks.SEEN).get(0).orElseThrow();
      assertThat(seen.processes).isPositive();
      assertThat(seen.threads).isGreaterThan(1);
      assertThat(seen.own).isEqualTo(seen.threads);
      assertThat(seen.found).isEqualTo(pid);
      assertThat(bpf.faults()).isEmpty();
    }
  }

  @Test
  void shouldLoopOverWhatADeclaredIteratorGives() {
    try (Bpf bpf = Bpf.load(Iterations.Declared.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("sum"), 3, 7)).isEqualTo(18);
    }
  }

  @Test
  void shouldEndASectionAtAFault() {
    try (Bpf bpf = Bpf.load(Iterations.Sections.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("divide"), 42, 6)).isEqualTo(7);
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("divide"), 42, 0)).isZero();
      assertThat(bpf.faults()).hasSize(1);
    }
  }

  @Test
  void shouldReturnFromASection() {
    try (Bpf bpf = Bpf.load(Iterations.Sections.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("parent"), 1, 1)).isEqualTo(-1);
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("parent"), 1, 2)).isEqualTo(1);
    }
  }
}
