package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Values of inodes. */
@KernelTest(since = "5.10", needs = KernelFeature.LSM_BPF, host = false)
class InodeStorageTest {
  @Test
  void shouldKeepAValueWithItsOwner() throws Exception {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(StoragePrograms.Inodes.class).configure("process", pid).load()) {
      bpf.attach();
      for (int i = 0; i < 2; i++) {
        Files.delete(Files.createDirectory(Path.of("/tmp/storage-of-inodes")));
      }
      bpf.detach();
      // 1 + 2: the value was there the second time.
      assertThat(Counts.of(bpf, StoragePrograms.Inodes.COUNTS, 0)).isGreaterThanOrEqualTo(3);
    }
  }
}
