package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of the kernel with numbers, of this process's own calls. */
@KernelTest(
    since = "6.0",
    needs = {KernelFeature.FENTRY, KernelFeature.KPROBE},
    host = false)
class NumberedFunctionsTest {
  @Test
  void shouldGiveFunctionsTheirNumbers(@TempDir Path directory) throws IOException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(NumberedPrograms.Functions.class).configure("process", pid).load()) {
      bpf.attach("onEntry", AttachTarget.declared(7));
      bpf.attach("onProbe", AttachTarget.declared(8));
      Files.createDirectory(directory.resolve("made"));
      bpf.detach();
      assertThat(bpf.map(NumberedPrograms.Functions.NUMBERS).get(7L)).isPresent();
      assertThat(bpf.map(NumberedPrograms.Functions.NUMBERS).get(8L)).isPresent();
    }
  }
}
