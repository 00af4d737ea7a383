package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Values of tasks. */
@KernelTest(since = "5.11", needs = KernelFeature.TASK_STORAGE, host = false)
class TaskStorageTest {
  @Test
  void shouldKeepAValueWithItsOwner() throws Exception {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(StoragePrograms.Tasks.class).configure("process", pid).load()) {
      bpf.attach();
      for (int i = 0; i < 2; i++) {
        Thread thread = new Thread(() -> {});
        thread.start();
        thread.join();
      }
      bpf.detach();
      // 1 + 2: the value was there the second time.
      assertThat(Counts.of(bpf, StoragePrograms.Tasks.COUNTS, 0)).isGreaterThanOrEqualTo(3);
    }
  }
}
