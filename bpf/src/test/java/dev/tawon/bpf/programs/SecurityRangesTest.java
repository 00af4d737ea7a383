package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Security hooks of each range of results, loaded and attached to nothing. */
@KernelTest(needs = KernelFeature.LSM_BPF, host = false)
class SecurityRangesTest {
  @Test
  void shouldReturnWhatTheKernelTakes() {
    try (Bpf bpf = Bpf.load(SecurityPrograms.Ranges.class)) {
      assertThat(bpf.programs()).hasSize(4);
    }
  }
}
