package dev.tawon.bpf.programs;

import static dev.tawon.bpf.programs.IteratorPartsTest.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Iterators over what all of a guest has. */
@KernelTest(since = "6.1", needs = KernelFeature.BTF, host = false)
class GlobalIteratorsTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void shouldRunForEachSocket() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        Bpf bpf = Bpf.load(IteratorPrograms.Sockets.class)) {
      assertThat(numbers(bpf.iterate("onTcp"))).contains((long) server.getLocalPort());
      assertThat(numbers(bpf.iterate("onUdp"))).contains((long) receiver.getLocalPort());
      assertThat(bpf.iterate("onNetlink")).isNotEmpty();
      bpf.iterate("onUnix");
      assertThat(bpf.faults()).isEmpty();
    }
  }

  @Test
  void shouldRunForSymbolsAndCgroups() throws IOException {
    Path below = Files.createDirectory(Path.of("/sys/fs/cgroup/tawon-iterated"));
    try (Bpf bpf = Bpf.load(IteratorPrograms.Global.class)) {
      assertThat(numbers(bpf.iterate("onSymbol"))).hasSizeGreaterThan(10_000);
      assertThat(numbers(bpf.iterate("onCgroup", AttachTarget.cgroup(below)))).containsExactly(1L);
    } finally {
      Files.delete(below);
    }
  }
}
