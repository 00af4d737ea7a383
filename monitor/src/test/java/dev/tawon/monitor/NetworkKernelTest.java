package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.event.NetworkEvent;
import dev.tawon.monitor.event.NetworkEvent.Transport;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On this machine's kernel: connections on loopback, of a shell that the test starts. */
@Timeout(120)
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class NetworkKernelTest {
  private static final int REFUSED = 111;

  private static NetworkEvent connection(String transport, String address, int port)
      throws Exception {
    KernelRun run =
        KernelRun.of(
            "exec 2> /dev/null; exec 3<> /dev/%s/%s/%d".formatted(transport, address, port));
    assertThat(run.all(NetworkEvent.class)).hasSize(1);
    NetworkEvent event = run.all(NetworkEvent.class).getFirst();
    assertThat(event.context().process().pid()).isEqualTo(run.pid);
    assertThat(event.destination().address()).hasToString(address);
    assertThat(event.destination().port()).isEqualTo(port);
    assertThat(event.suspiciousPort()).isFalse();
    return event;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void shouldReportTcpConnections(String address) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getByName(address))) {
      NetworkEvent event = connection("tcp", address, server.getLocalPort());
      try (Socket accepted = server.accept()) {
        assertThat(event.source().port()).isEqualTo(accepted.getPort());
      }
      assertThat(event.source().address()).hasToString(address);
      assertThat(event.transport()).isEqualTo(Transport.TCP);
      assertThat(event.error()).isZero();
      assertThat(event.durationNs()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void shouldReportRefusedTcpConnectionsOnce(String address) throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(address, 0)); // and not listening
      NetworkEvent event = connection("tcp", address, bound.getLocalPort());
      assertThat(event.error()).isEqualTo(REFUSED);
      assertThat(event.transport()).isEqualTo(Transport.TCP);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void shouldReportConnectsOfUdpSockets(String address) throws Exception {
    NetworkEvent event = connection("udp", address, 9);
    assertThat(event.transport()).isEqualTo(Transport.UDP);
    assertThat(event.error()).isZero();
    assertThat(event.durationNs()).isZero();
    assertThat(event.source().address()).hasToString(address);
  }
}
