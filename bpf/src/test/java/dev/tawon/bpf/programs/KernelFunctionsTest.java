package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Functions of the kernel, locks and pointers with lengths. */
@KernelTest(
    since = "6.2",
    needs = {KernelFeature.BTF, KernelFeature.TC})
class KernelFunctionsTest {
  private static final int E2BIG = 7;

  @Test
  void shouldReleaseWhatItAcquires() throws InterruptedException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(KernelFunctions.Tasks.class).configure("process", pid).load()) {
      bpf.attach();
      Thread thread = new Thread(() -> {});
      thread.start();
      thread.join();
      bpf.detach();
      assertThat(Counts.of(bpf, KernelFunctions.Tasks.COUNTS, 1)).isZero();
      assertThat(bpf.faults()).isEmpty();
    }
  }

  @Test
  void shouldChangeAValueUnderItsLock() {
    try (Bpf bpf = Bpf.load(KernelFunctions.Locks.class)) {
      TestRun.ofPacket(bpf.object().program("move"), new byte[100]);
      TestRun.ofPacket(bpf.object().program("move"), new byte[60]);
      KernelFunctions.Account account =
          bpf.map(KernelFunctions.Locks.ACCOUNTS).get(0).orElseThrow();
      assertThat(account.left).isEqualTo(-160);
      assertThat(account.right).isEqualTo(160);
    }
  }

  @Test
  void shouldKeepWithinAPointersLength() {
    try (Bpf bpf = Bpf.load(KernelFunctions.Pointers.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("write"), 8, 42)).isZero();
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("write"), 25, 1)).isEqualTo(-E2BIG);
      assertThat(bpf.map(KernelFunctions.Pointers.ROOMS).get(0).orElseThrow().b).isEqualTo(42);
    }
  }
}
