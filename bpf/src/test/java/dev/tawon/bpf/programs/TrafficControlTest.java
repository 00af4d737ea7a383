package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Traffic control on the loopback interface of a guest: by links where the kernel has them, else by netlink. */
@KernelTest(needs = KernelFeature.TC, host = false)
class TrafficControlTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.2");

  @Test
  void shouldDropPacketsOfAnInterface() throws IOException {
    try (DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        DatagramSocket sender = new DatagramSocket();
        Bpf bpf = Bpf.load(PacketPrograms.class)) {
      int port = receiver.getLocalPort();
      bpf.attach("onTc", AttachTarget.networkInterface("lo"));
      sender.send(new DatagramPacket(new byte[] {1}, 1, LOOPBACK, port));
      bpf.detach();
      sender.send(new DatagramPacket(new byte[] {2}, 1, LOOPBACK, port));
      DatagramPacket got = new DatagramPacket(new byte[1], 1);
      receiver.receive(got);
      assertThat(got.getData()[0]).isEqualTo((byte) 2);
    }
  }
}
