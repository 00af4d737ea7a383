package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.KernelTypeException;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What programs ask of a kernel's types, on test runs. */
@KernelTest(since = "5.10", needs = KernelFeature.BTF)
class KernelDataTest {
  @Test
  void shouldAnswerWhatThisKernelHas() {
    try (Bpf bpf = Bpf.load(KernelDataPrograms.Questions.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("ask")))
          .isEqualTo(1 | 4 | 8 | 32 | 128 | 256 | 512 | 1024 | 4096);
    }
  }

  @Test
  void shouldNotReachAFieldThatThisKernelLacks() {
    try (Bpf bpf = Bpf.load(KernelDataPrograms.Questions.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("guarded"))).isPositive();
    }
  }

  @Test
  void shouldReadAnElementOfAKernelArray() throws Exception {
    byte[] name = Files.readAllBytes(Path.of("/proc/thread-self/comm"));
    try (Bpf bpf = Bpf.load(KernelDataPrograms.Questions.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("element"), 1)).isEqualTo(name[1]);
      assertThat(bpf.faults()).isEmpty();
      TestRun.ofRawTracepoint(bpf.object().program("element"), 16);
      assertThat(bpf.faults()).hasSize(1);
    }
  }

  @Test
  void shouldRefuseAnUnguardedFieldThatThisKernelLacks() {
    assertThatThrownBy(() -> Bpf.load(KernelDataPrograms.Unguarded.class))
        .isInstanceOf(KernelTypeException.class)
        .hasMessageContaining("KernelDataPrograms.java:")
        .hasMessageContaining("no_such_field");
  }
}
