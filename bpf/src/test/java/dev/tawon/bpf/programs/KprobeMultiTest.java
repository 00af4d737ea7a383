package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.BpfException;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kprobes at many functions by one link, of this process's own calls. */
@KernelTest(
    since = "5.18",
    needs = {KernelFeature.KPROBE_MULTI, KernelFeature.BTF},
    host = false)
class KprobeMultiTest {
  @Test
  void shouldTellFunctionsByTheirNumbers(@TempDir Path directory) throws IOException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(SleepingPrograms.Many.class).configure("process", pid).load()) {
      bpf.attach(
          "onCall",
          new AttachTarget.KernelFunctions(
              Map.of("security_inode_mkdir", 1L, "security_inode_rmd*", 2L)));
      bpf.attach("onReturn");
      for (int i = 0; i < 3; i++) {
        Files.createDirectory(directory.resolve("made" + i));
      }
      Files.delete(directory.resolve("made0"));
      bpf.detach();
      assertThat(Counts.of(bpf, SleepingPrograms.Many.CALLS, 1)).isEqualTo(3);
      assertThat(Counts.of(bpf, SleepingPrograms.Many.CALLS, 2)).isEqualTo(1);
      assertThat(Counts.of(bpf, SleepingPrograms.Many.CALLS, 5)).isEqualTo(4);
      assertThat(Counts.of(bpf, SleepingPrograms.Many.CALLS, 6)).isZero();
    }
  }

  @Test
  void shouldNameWhatIsMissing() {
    try (Bpf bpf = Bpf.load(SleepingPrograms.Many.class)) {
      assertThatThrownBy(
              () -> bpf.attach("onCall", AttachTarget.kernelFunctions("no_such_function_anywhere")))
          .isInstanceOf(BpfException.class)
          .hasMessageContaining("no_such_function_anywhere");
      assertThatThrownBy(
              () -> bpf.attach("onCall", AttachTarget.kernelFunctions("no_such_function_at*")))
          .hasMessageContaining("no function of this kernel is no_such_function_at*");
      assertThatThrownBy(() -> bpf.attach("onCall"))
          .hasMessageContaining("AttachTarget.kernelFunctions");
    }
  }
}
