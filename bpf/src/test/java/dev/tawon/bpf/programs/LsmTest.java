package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LSM programs, which refuse a file to this process. */
@KernelTest(needs = KernelFeature.LSM_BPF, host = false)
class LsmTest {
  @Test
  void shouldRefuseAFile(@TempDir Path directory) throws IOException {
    Path refused = Files.createFile(directory.resolve("refused-to-this-process"));
    Path allowed = Files.createFile(directory.resolve("allowed"));
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(SecurityPrograms.Lsms.class).configure("process", pid).load()) {
      bpf.attach();
      assertThatThrownBy(() -> Files.readString(refused)).isInstanceOf(IOException.class);
      assertThat(Files.readString(allowed)).isEmpty();
      bpf.detach();
      assertThat(Files.readString(refused)).isEmpty();
      assertThat(bpf.faults()).isEmpty();
    }
  }
}
