package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** fentry and fexit, of this process's own calls. */
@KernelTest(since = "5.17", needs = KernelFeature.FENTRY, host = false)
class TrampolineTest {
  @Test
  void shouldSeeAFunctionsParametersAndResult() {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(TracingPrograms.Trampolines.class).configure("process", pid).load()) {
      bpf.attach();
      assertThat(Files.isDirectory(Path.of("/tmp"))).isTrue();
      bpf.detach();
      assertThat(Counts.of(bpf, TracingPrograms.Trampolines.COUNTS, 0)).isPositive();
      assertThat(Counts.of(bpf, TracingPrograms.Trampolines.COUNTS, 1)).isPositive();
      assertThat(Counts.of(bpf, TracingPrograms.Trampolines.COUNTS, 2)).isPositive();
      assertThat(bpf.faults()).isEmpty();
    }
  }
}
