package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Values of cgroups. */
@KernelTest(since = "6.3", needs = KernelFeature.BTF, host = false)
class CgroupStorageTest {
  @Test
  void shouldKeepAValueWithItsOwner() throws Exception {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(StoragePrograms.Cgroups.class).configure("process", pid).load()) {
      bpf.attach();
      for (int i = 0; i < 2; i++) {
        new ProcessBuilder("true").start().waitFor();
      }
      bpf.detach();
      // 1 + 2: the value was there the second time.
      assertThat(Counts.of(bpf, StoragePrograms.Cgroups.COUNTS, 0)).isGreaterThanOrEqualTo(3);
    }
  }
}
