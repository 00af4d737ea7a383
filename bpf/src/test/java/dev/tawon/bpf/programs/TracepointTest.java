package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** perf tracepoints, of a process of the test's own. */
@KernelTest(needs = KernelFeature.BTF, host = false)
class TracepointTest {
  @Test
  void shouldSeeTheRecordOfATracepoint() throws IOException, InterruptedException {
    Process child = new ProcessBuilder("sh", "-c", "read line; exit 0").start();
    try (Bpf bpf =
        Bpf.loader(TracingPrograms.Tracepoints.class)
            .configure("process", Math.toIntExact(child.pid()))
            .load()) {
      bpf.attach();
      child.getOutputStream().write('\n');
      child.getOutputStream().close();
      child.waitFor();
      bpf.detach();
      assertThat(Counts.of(bpf, TracingPrograms.Tracepoints.COUNTS, 0)).isPositive();
    } finally {
      child.destroy();
    }
  }
}
