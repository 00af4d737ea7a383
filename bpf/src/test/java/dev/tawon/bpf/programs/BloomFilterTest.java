package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Bloom filters from both halves. */
@KernelTest(since = "5.16", needs = KernelFeature.BTF)
class BloomFilterTest {
  private static int run(Bpf bpf, String program, long value) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), value);
  }

  @Test
  void shouldRememberValues() {
    try (Bpf bpf = Bpf.load(MapPrograms.Filter.class)) {
      assertThat(run(bpf, "ask", 5)).isZero();
      assertThat(run(bpf, "add", 5)).isZero();
      assertThat(run(bpf, "ask", 5)).isEqualTo(1);
      assertThat(bpf.map(MapPrograms.Filter.SEEN).mayContain(5L)).isTrue();
      assertThat(bpf.map(MapPrograms.Filter.SEEN).mayContain(6L)).isFalse();
      bpf.map(MapPrograms.Filter.SEEN).add(6L);
      assertThat(run(bpf, "ask", 6)).isEqualTo(1);
    }
  }
}
