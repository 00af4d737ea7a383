package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Functions of their own read the kernel's structures as inlined methods do. */
@KernelTest(since = "5.11", needs = KernelFeature.BTF)
class TaskSubprogramsTest {
  @Test
  void shouldTakePointersOfTheKernel() {
    try (Bpf bpf = Bpf.load(SubprogramPrograms.Tasks.class)) {
      assertThat(SubprogramsTest.functions(bpf, "kernelPointers")).containsExactly("family");
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("kernelPointers"), 0, 0))
          .isEqualTo(123);
    }
  }
}
