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
  void shouldUnlockAtAFault() {
    try (Bpf bpf = Bpf.load(KernelFunctions.LockFaults.class)) {
      var add = bpf.object().program("add");
      // Two bytes of what is passed stay as they are: the network's header is not looked at.
      assertThat(TestRun.ofPacket(add, new byte[62]).result()).isEqualTo(1);
      TestRun.ofPacket(add, new byte[70]);
      TestRun.ofPacket(add, new byte[60]);
      assertThat(TestRun.ofPacket(add, new byte[63]).result()).isEqualTo(1);
      KernelFunctions.Ledger ledger =
          bpf.map(KernelFunctions.LockFaults.LEDGERS).get(0).orElseThrow();
      assertThat(ledger.rows).containsExactly(1 + 50 + 33, 0, 1, 1);
      assertThat(bpf.faults()).hasSize(2);
    }
  }

  @Test
  void shouldReleaseAtAFaultWhatIsNotNull() {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(KernelFunctions.EarlyFaults.class).configure("process", pid).load()) {
      var find = bpf.object().program("find");
      assertThat(TestRun.ofPacket(find, new byte[62]).result()).isEqualTo(7);
      TestRun.ofPacket(find, new byte[80]);
      assertThat(bpf.faults()).hasSize(1);
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
