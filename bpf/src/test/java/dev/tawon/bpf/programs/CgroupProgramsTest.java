package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.LoadedProgram;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs of a cgroup that the test makes and goes into. */
@KernelTest(needs = KernelFeature.CGROUP_BPF, host = false)
class CgroupProgramsTest {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path CGROUP = ROOT.resolve("tawon-programs");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @BeforeEach
  void enter() throws IOException {
    Files.createDirectory(CGROUP);
    move(CGROUP);
  }

  @AfterEach
  void leave() throws IOException {
    move(ROOT);
    Files.delete(CGROUP);
  }

  private static void move(Path cgroup) throws IOException {
    Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void shouldSeeAndChangeWhatACgroupDoes() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        Bpf bpf =
            Bpf.loader(CgroupPrograms.class).configure("port", server.getLocalPort()).load()) {
      for (LoadedProgram program : bpf.programs()) {
        bpf.attach(program.name(), AttachTarget.cgroup(CGROUP));
      }
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET)) {
        assertThat(channel.connect(new InetSocketAddress(LOOPBACK, 1))).isTrue();
        assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096))
            .isInstanceOf(IOException.class);
      }
      assertThat(Files.readString(Path.of("/proc/sys/kernel/ostype"))).startsWith("Linux");
      assertThatThrownBy(() -> Files.writeString(Path.of("/proc/sys/kernel/domainname"), "x"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Files.newInputStream(Path.of("/dev/zero")))
          .isInstanceOf(IOException.class);
      Files.newInputStream(Path.of("/dev/null")).close();
      bpf.detach();
      Files.newInputStream(Path.of("/dev/zero")).close();
      for (int i = 0; i < 4; i++) {
        assertThat(Counts.of(bpf, CgroupPrograms.COUNTS, i)).as("count %d", i).isPositive();
      }
      assertThat(bpf.faults()).isEmpty();
    }
  }
}
