package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.BpfException;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kprobe;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kprobes, of this process's own calls. */
@KernelTest(
    needs = {KernelFeature.KPROBE, KernelFeature.BTF},
    host = false)
class KprobeTest {
  @Test
  void shouldSeeAFunctionsParametersAndResult(@TempDir Path directory) throws IOException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(TracingPrograms.Kprobes.class).configure("process", pid).load()) {
      bpf.attach();
      Path made = directory.resolve("made");
      Files.createDirectory(made);
      Files.delete(made);
      assertThat(Files.isDirectory(directory)).isTrue();
      bpf.detach();
      assertThat(Counts.of(bpf, TracingPrograms.Kprobes.COUNTS, 0)).isEqualTo(1);
      assertThat(Counts.of(bpf, TracingPrograms.Kprobes.COUNTS, 1)).isEqualTo(1);
      assertThat(Counts.of(bpf, TracingPrograms.Kprobes.COUNTS, 2)).isPositive();
      assertThat(Counts.of(bpf, TracingPrograms.Kprobes.COUNTS, 3))
          .isGreaterThanOrEqualTo(directory.getFileName().toString().length());
      assertThat(bpf.faults()).isEmpty();
    }
  }

  /** A module for a function that no kernel has. */
  @BpfModule
  static final class Missing {
    @Kprobe("no_such_function_anywhere")
    static void run() {}
  }

  @Test
  void shouldNameTheFunctionThatIsMissing() {
    try (Bpf bpf = Bpf.load(Missing.class)) {
      assertThatThrownBy(bpf::attach)
          .isInstanceOf(BpfException.class)
          .hasMessageContaining("no_such_function_anywhere");
    }
  }
}
