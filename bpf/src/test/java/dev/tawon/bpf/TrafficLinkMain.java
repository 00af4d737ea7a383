package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.programs.PacketPrograms;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@link TrafficLinkTest} runs in a network namespace of its own. */
final class TrafficLinkMain {
  private static final InetAddress DROPPED = InetAddress.ofLiteral("127.0.0.2");

  private TrafficLinkMain() {}

  public static void main(String[] arguments) throws Exception {
    // The loopback interface of the machine is nobody's to filter.
    assertThat(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString())
        .isNotEqualTo(arguments[0]);
    run("ip", "link", "set", "lo", "up");
    try (Bpf bpf = Bpf.load(PacketPrograms.class);
        DatagramSocket receiver = new DatagramSocket(new InetSocketAddress(DROPPED, 0));
        DatagramSocket sender = new DatagramSocket()) {
      LoadedProgram program = bpf.object().program("onTc");
      AttachTarget.Interface lo = (AttachTarget.Interface) AttachTarget.networkInterface("lo");
      TrafficLink first = TrafficLink.attach(program.spec(), program.descriptor(), lo);
      assertThat(first.target()).isEqualTo("network interface " + lo.index() + " (ingress)");
      TrafficLink second = TrafficLink.attach(program.spec(), program.descriptor(), lo);
      assertThat(run("tc", "filter", "show", "dev", "lo", "ingress"))
          .containsPattern("(?s)onTc.*direct-action.*onTc.*direct-action");
      send(sender, receiver, 1);
      first.close();
      assertThat(run("tc", "qdisc", "show", "dev", "lo"))
          .as("another link still stands on it")
          .contains("clsact");
      send(sender, receiver, 2);
      second.close();
      second.close();
      send(sender, receiver, 3);
      DatagramPacket got = new DatagramPacket(new byte[1], 1);
      receiver.receive(got);
      assertThat(got.getData()[0]).isEqualTo((byte) 3);
      assertThat(run("tc", "filter", "show", "dev", "lo", "ingress")).isBlank();

      // What another made stays.
      run("tc", "qdisc", "del", "dev", "lo", "clsact");
      run("tc", "qdisc", "add", "dev", "lo", "clsact");
      TrafficLink.attach(program.spec(), program.descriptor(), lo).close();
      assertThat(run("tc", "qdisc", "show", "dev", "lo")).contains("clsact");
      run("tc", "qdisc", "del", "dev", "lo", "clsact");

      // What this made goes.
      TrafficLink.attach(program.spec(), program.descriptor(), lo).close();
      assertThat(run("tc", "qdisc", "show", "dev", "lo")).doesNotContain("clsact");

      AttachTarget.Interface none = new AttachTarget.Interface(4711);
      assertThatThrownBy(() -> TrafficLink.attach(program.spec(), program.descriptor(), none))
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("attaching program onTc to network interface 4711");
    }
    System.out.println("done");
  }

  private static void send(DatagramSocket sender, DatagramSocket receiver, int value)
      throws IOException {
    sender.send(new DatagramPacket(new byte[] {(byte) value}, 1, DROPPED, receiver.getLocalPort()));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
