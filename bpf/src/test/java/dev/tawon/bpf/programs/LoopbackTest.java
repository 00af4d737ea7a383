package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** XDP and socket filters on the loopback interface of a guest. */
@KernelTest(needs = KernelFeature.TC, host = false)
class LoopbackTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void shouldDropPacketsOfAnInterface() throws IOException {
    try (DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(LOOPBACK, 9));
        DatagramSocket sender = new DatagramSocket();
        Bpf bpf = Bpf.load(PacketPrograms.class)) {
      bpf.attach("onXdp", AttachTarget.networkInterface("lo"));
      sender.send(new DatagramPacket(new byte[] {1}, 1, LOOPBACK, 9));
      bpf.detach();
      sender.send(new DatagramPacket(new byte[] {2}, 1, LOOPBACK, 9));
      DatagramPacket got = new DatagramPacket(new byte[1], 1);
      receiver.receive(got);
      assertThat(got.getData()[0]).isEqualTo((byte) 2);
      assertThat(bpf.map(PacketPrograms.SEEN).get(0).orElseThrow().value).isEqualTo(1);
    }
  }

  /** The descriptors of this process that are sockets. */
  private static Set<Integer> sockets() throws IOException {
    Set<Integer> sockets = new TreeSet<>();
    for (String name : new File("/proc/self/fd").list()) {
      try {
        if (Files.readSymbolicLink(Path.of("/proc/self/fd", name))
            .toString()
            .startsWith("socket")) {
          sockets.add(Integer.valueOf(name));
        }
      } catch (NoSuchFileException e) {
        // The directory's own descriptor.
      }
    }
    return sockets;
  }

  @Test
  void shouldCutWhatASocketReceives() throws IOException {
    Set<Integer> before = sockets();
    try (DatagramChannel receiver = DatagramChannel.open()) {
      Set<Integer> opened = sockets();
      opened.removeAll(before);
      receiver.bind(new InetSocketAddress(LOOPBACK, 0));
      cut(receiver, opened.iterator().next());
    }
  }

  private static void cut(DatagramChannel receiver, int descriptor) throws IOException {
    try (DatagramChannel sender = DatagramChannel.open();
        Bpf bpf = Bpf.load(PacketPrograms.class)) {
      bpf.attach("onSocket", AttachTarget.socket(descriptor));
      sender.send(ByteBuffer.allocate(200), receiver.getLocalAddress());
      ByteBuffer got = ByteBuffer.allocate(500);
      receiver.receive(got);
      // A filter of UDP sees the UDP header, 8 bytes, too.
      assertThat(got.position()).isEqualTo(52);
    }
  }
}
