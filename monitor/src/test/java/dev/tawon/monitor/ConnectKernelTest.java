package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tawon.monitor.event.ExitEvent;
import dev.tawon.monitor.event.NetworkEvent;
import dev.tawon.monitor.event.NetworkEvent.Transport;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which connects begin and end, on loopback or in a network of the test's own. */
@Timeout(120)
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class ConnectKernelTest {
  // arch/x86/entry/syscalls/syscall_64.tbl
  private static final int POLL = 7;
  private static final int SETITIMER = 38;
  private static final int SOCKET = 41;
  private static final int CONNECT = 42;
  private static final int SENDTO = 44;

  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int NON_BLOCKING = 0x800;
  private static final int FAST_OPEN = 0x2000_0000;

  private static final int EACCES = 13;
  private static final int EADDRNOTAVAIL = 99;
  private static final int ENETUNREACH = 101;
  private static final int ECONNABORTED = 103;
  private static final int ECONNREFUSED = 111;

  @TempDir private Path directory;

  @BeforeEach
  void prepare() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "the programs are for x86-64");
  }

  private KernelRun run(TinyProgram program, String before) throws Exception {
    return KernelRun.of(before + program.write(directory.resolve("program")));
  }

  private List<NetworkEvent> connects(TinyProgram program) throws Exception {
    return run(program, "").all(NetworkEvent.class);
  }

  /** A {@code sockaddr_in} or {@code sockaddr_in6}. */
  private static long address(TinyProgram program, String address, int port) throws IOException {
    byte[] ip = InetAddress.getByName(address).getAddress();
    return ip.length == 4 ? inet(program, ip, port) : inet6(program, ip, port);
  }

  private static long inet(TinyProgram program, byte[] ip, int port) {
    ByteBuffer bytes = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) INET).putShort(Short.reverseBytes((short) port)).put(ip);
    return program.data(bytes.array());
  }

  private static long inet6(TinyProgram program, byte[] ip, int port) {
    ByteBuffer bytes = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) INET6).putShort(Short.reverseBytes((short) port)).putInt(0).put(ip);
    return program.data(bytes.array());
  }

  /** Connects without waiting, waits for the outcome, and asks for it. */
  private static TinyProgram nonBlocking(int port) throws IOException {
    TinyProgram program = TinyProgram.of64Bit();
    long address = address(program, "127.0.0.1", port);
    // struct pollfd: descriptor 3, the first after the standard ones; POLLOUT
    ByteBuffer poll = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    poll.putInt(3).putShort((short) 4);
    TinyProgram.Result socket = program.keep(SOCKET, INET, STREAM | NON_BLOCKING, 0);
    return program
        .call(CONNECT, socket, address, 16)
        .call(POLL, program.data(poll.array()), 1, 10_000)
        .call(CONNECT, socket, address, 16);
  }

  @Test
  void shouldReportANonBlockingConnectOnceWhenItSucceeds() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      assertThat(connects(nonBlocking(server.getLocalPort())))
          .singleElement()
          .satisfies(event -> {
            assertThat(event.error()).isZero();
            assertThat(event.destination().port()).isEqualTo(server.getLocalPort());
            assertThat(event.source()).isNotNull();
            assertThat(event.durationNs()).isPositive();
          });
    }
  }

  @Test
  void shouldReportANonBlockingConnectThatIsRefused() throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress("127.0.0.1", 0)); // and not listening
      // The second connect of the program is an attempt of its own.
      assertThat(connects(nonBlocking(bound.getLocalPort())))
          .isNotEmpty()
          .allSatisfy(event -> {
            assertThat(event.error()).isEqualTo(ECONNREFUSED);
            assertThat(event.destination().port()).isEqualTo(bound.getLocalPort());
          });
    }
  }

  @Test
  void shouldReportAConnectThatIsGivenUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      List<SocketChannel> filling = new ArrayList<>();
      try {
        // Nobody accepts: with a full queue the server leaves the first packet unanswered.
        for (int i = 0; i < 4; i++) {
          SocketChannel channel = SocketChannel.open();
          filling.add(channel);
          channel.configureBlocking(false);
          channel.connect(server.getLocalSocketAddress());
        }
        TinyProgram program = TinyProgram.of64Bit();
        long address = address(program, "127.0.0.1", server.getLocalPort());
        ByteBuffer timer = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        timer.putLong(24, 100_000); // struct itimerval: it_value.tv_usec
        TinyProgram.Result socket = program.keep(SOCKET, INET, STREAM, 0);
        program.call(SETITIMER, 0, program.data(timer.array()), 0);
        program.call(CONNECT, socket, address, 16);
        KernelRun run = run(program, "exec 2> /dev/null; exec ");
        assertThat(run.all(NetworkEvent.class))
            .singleElement()
            .satisfies(event -> {
              assertThat(event.error()).isEqualTo(ECONNABORTED);
              assertThat(event.context().process().pid()).isEqualTo(run.pid);
            });
        assertThat(run.all(ExitEvent.class).getLast().signal()).as("SIGALRM").isEqualTo(14);
      } finally {
        for (SocketChannel channel : filling) {
          channel.close();
        }
      }
    }
  }

  /** In a network namespace without any route, so that nothing leaves. */
  @Test
  void shouldReportConnectsThatHaveNoRoute() throws Exception {
    TinyProgram program = TinyProgram.of64Bit();
    long v4 = address(program, "192.0.2.1", 4444);
    long v6 = address(program, "2001:db8::1", 22);
    program.call(CONNECT, program.keep(SOCKET, INET, STREAM, 0), v4, 16);
    program.call(CONNECT, program.keep(SOCKET, INET, DATAGRAM, 0), v4, 16);
    program.call(CONNECT, program.keep(SOCKET, INET6, STREAM, 0), v6, 28);
    program.call(CONNECT, program.keep(SOCKET, INET6, DATAGRAM, 0), v6, 28);
    List<NetworkEvent> events = run(program, "exec unshare -n ").all(NetworkEvent.class);
    assertThat(events).allMatch(event -> event.source() == null);
    assertThat(events.subList(0, 2)).allMatch(event -> event.error() == ENETUNREACH);
    // IPv6 may miss an address of its own before it misses a route.
    assertThat(events.subList(2, 4))
        .extracting(NetworkEvent::error)
        .allMatch(error -> error == ENETUNREACH || error == EADDRNOTAVAIL);
    assertThat(events)
        .extracting(NetworkEvent::transport)
        .containsExactly(Transport.TCP, Transport.UDP, Transport.TCP, Transport.UDP);
    assertThat(events)
        .extracting(event -> event.destination().toString())
        .containsExactly(
            "192.0.2.1:4444", "192.0.2.1:4444", "[2001:db8::1]:22", "[2001:db8::1]:22");
    assertThat(events)
        .extracting(NetworkEvent::suspiciousPort)
        .as("22 alone is on the test's list")
        .containsExactly(false, false, true, true);
  }

  @Test
  void shouldReportADeniedConnect() throws Exception {
    TinyProgram program = TinyProgram.of64Bit();
    // A broadcast address, without SO_BROADCAST.
    long address = address(program, "127.255.255.255", 9);
    program.call(CONNECT, program.keep(SOCKET, INET, DATAGRAM, 0), address, 16);
    assertThat(connects(program))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.error()).isEqualTo(EACCES);
          assertThat(event.transport()).isEqualTo(Transport.UDP);
          assertThat(event.destination()).hasToString("127.255.255.255:9");
        });
  }

  @Test
  void shouldShowAMappedAddressAsTheOneThatItStandsFor() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      byte[] mapped = new byte[16];
      mapped[10] = (byte) 0xff;
      mapped[11] = (byte) 0xff;
      mapped[12] = 127;
      mapped[15] = 1;
      TinyProgram program = TinyProgram.of64Bit();
      long address = inet6(program, mapped, server.getLocalPort());
      program.call(CONNECT, program.keep(SOCKET, INET6, STREAM, 0), address, 28);
      program.call(CONNECT, program.keep(SOCKET, INET6, DATAGRAM, 0), address, 28);
      List<NetworkEvent> events = connects(program);
      assertThat(events).hasSize(2);
      assertThat(events)
          .allSatisfy(event -> {
            assertThat(event.error()).isZero();
            assertThat(event.destination()).hasToString("127.0.0.1:" + server.getLocalPort());
            assertThat(event.source().address()).hasToString("127.0.0.1");
          });
    }
  }

  @Test
  void shouldReportAFastOpenOnce() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      TinyProgram program = TinyProgram.of64Bit();
      long address = address(program, "127.0.0.1", server.getLocalPort());
      long text = program.string("hello");
      program.call(SENDTO, program.keep(SOCKET, INET, STREAM, 0), text, 5, FAST_OPEN, address, 16);
      assertThat(connects(program))
          .singleElement()
          .satisfies(event -> {
            assertThat(event.error()).isZero();
            assertThat(event.destination().port()).isEqualTo(server.getLocalPort());
          });
    }
  }

  @Test
  void shouldReportNothingWhenADatagramSocketIsDisconnected() throws Exception {
    TinyProgram program = TinyProgram.of64Bit();
    long address = address(program, "127.0.0.1", 9);
    TinyProgram.Result socket = program.keep(SOCKET, INET, DATAGRAM, 0);
    program
        .call(CONNECT, socket, address, 16)
        .call(CONNECT, socket, program.data(new byte[16]), 16);
    assertThat(connects(program)).hasSize(1);
  }

  @Test
  void shouldSeeConnectsByThe32BitInterface() throws Exception {
    TinyProgram trial = TinyProgram.of32Bit();
    assumeTrue(FileKernelTest.runs(trial.write(directory.resolve("trial"))), "no 32-bit calls");
    TinyProgram program = TinyProgram.of32Bit();
    long address = address(program, "127.0.0.1", 9);
    ByteBuffer arguments = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    arguments.putInt(4).putInt((int) address).putInt(16);
    program.call32(359, INET, DATAGRAM, 0); // socket: descriptor 3
    program.call32(362, 3, address, 16); // connect
    program.call32(359, INET, DATAGRAM, 0); // 4
    program.call32(102, 3, program.data(arguments.array())); // socketcall: SYS_CONNECT
    assertThat(connects(program))
        .hasSize(2)
        .allSatisfy(event -> {
          assertThat(event.transport()).isEqualTo(Transport.UDP);
          assertThat(event.destination()).hasToString("127.0.0.1:9");
        });
  }
}
