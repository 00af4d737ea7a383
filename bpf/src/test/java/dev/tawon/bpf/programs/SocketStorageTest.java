package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Values of sockets. */
@KernelTest(since = "5.11", needs = KernelFeature.FENTRY, host = false)
class SocketStorageTest {
  @Test
  void shouldKeepAValueWithItsOwner() throws Exception {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(StoragePrograms.Sockets.class).configure("process", pid).load()) {
      bpf.attach();
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
        for (int i = 0; i < 2; i++) {
          socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
        }
      }
      bpf.detach();
      // 1 + 2: the value was there the second time.
      assertThat(Counts.of(bpf, StoragePrograms.Sockets.COUNTS, 0)).isGreaterThanOrEqualTo(3);
    }
  }
}
