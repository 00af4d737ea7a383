package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** A security hook that may sleep, loaded and attached to nothing. */
@KernelTest(needs = KernelFeature.LSM_BPF, host = false, since = "5.11")
class SleepableLsmTest {
  @Test
  void shouldBeLoadedAsOneThatMaySleep() {
    try (Bpf bpf = Bpf.load(SleepingPrograms.Hooks.class)) {
      assertThat(bpf.programs()).allMatch(program -> program.spec().sleepable());
    }
  }
}
