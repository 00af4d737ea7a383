package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupSkb;
import dev.tawon.lang.CgroupSock;
import dev.tawon.lang.CgroupSockAddr;
import dev.tawon.lang.CgroupSockopt;
import dev.tawon.lang.CgroupSysctl;
import dev.tawon.lang.Direction;
import dev.tawon.lang.Length;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.SocketContext;
import dev.tawon.lang.SocketFilter;
import dev.tawon.lang.SocketHook;
import dev.tawon.lang.SocketOptionContext;
import dev.tawon.lang.SocketOptionHook;
import dev.tawon.lang.Struct;
import dev.tawon.lang.SysctlContext;
import dev.tawon.lang.Tc;
import dev.tawon.lang.Text;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.net.IpProtocol;
import dev.tawon.lang.net.Ipv4;
import dev.tawon.lang.net.Udp;
import dev.tawon.object.ProgramSpec;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.PacketContext;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each kind of program reads and writes of its context, and by way of it. */
class ContextFieldsTest {
  /** All that the compiler takes. */
  @BpfModule(license = "GPL")
  static final class Fields {
    @Tc(Direction.INGRESS)
    static int traffic(SkBuff packet) {
      packet.mark = 1;
      packet.tc_index = 2;
      packet.priority = 3;
      packet.tc_classid = 4;
      packet.cb[3] = 5;
      packet.tstamp = 6;
      packet.queue_mapping = 7;
      int sum = common(packet) + packet.tc_classid + packet.wire_len + (int) packet.tstamp;
      return sum > 0 ? 0 : 2;
    }

    @Tc(Direction.EGRESS)
    static int copies(SkBuff packet) {
      for (int i = 1; i < 5; i++) {
        packet.cb[i] = packet.cb[i - 1];
      }
      return packet.cb[4] == 0 ? 0 : 2;
    }

    @SocketFilter
    static int filter(SkBuff packet) {
      packet.cb[0] = packet.len;
      return common(packet);
    }

    @CgroupSkb(Direction.INGRESS)
    static int group(SkBuff packet) {
      packet.mark = 1;
      packet.priority = 3;
      packet.tstamp = 4;
      int addresses = packet.remote_ip4 + packet.local_ip4 + packet.remote_ip6[0];
      int ports = packet.remote_port + packet.local_port + packet.local_ip6[3] + packet.family;
      return common(packet) + addresses + ports > 0 ? 1 : 0;
    }

    static int common(SkBuff packet) {
      return packet.len
          + packet.pkt_type
          + packet.queue_mapping
          + packet.protocol
          + packet.vlan_tci
          + packet.ifindex
          + packet.hash
          + packet.mark
          + packet.priority
          + packet.gso_size
          + packet.cb[0];
    }

    @CgroupSock(SocketHook.CREATE)
    static int creates(SocketContext socket) {
      socket.mark = 1;
      socket.priority = 2;
      socket.bound_dev_if = 0;
      return socket.mark + socket.family + socket.dst_port + socket.dst_ip6[1] > 0 ? 1 : 0;
    }

    @CgroupSock(SocketHook.POST_BIND6)
    static int binds(SocketContext socket) {
      return socket.src_ip6[0] + socket.src_port + socket.type + socket.state > 0 ? 1 : 0;
    }

    @CgroupSockAddr(SocketAddressHook.SENDMSG6)
    static int sends(SocketAddressContext address) {
      address.msg_src_ip6[3] = 1;
      address.user_port = 3;
      address.user_ip6[0] = address.msg_src_ip6[1];
      return address.family + address.type + address.protocol > 0 ? 1 : 0;
    }

    @CgroupSockAddr(SocketAddressHook.CONNECT4)
    static int connects(SocketAddressContext address) {
      address.user_ip4 = 0x0100007f;
      return 1;
    }

    @CgroupSysctl
    static int system(SysctlContext call) {
      call.file_pos = 0;
      return call.write == 0 ? 1 : 0;
    }
  }

  @Test
  void shouldLoadWhatReadsAndWritesTheFieldsOfItsKind() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Fields.class)) {
      assertThat(bpf.faults()).isEmpty();
    }
  }

  /** Values of socket options. */
  @BpfModule(license = "GPL")
  static final class Options {
    @Struct
    static final class Name {
      @Length(16)
      byte[] bytes;
    }

    @Struct
    static final class Number {
      int value;
    }

    @CgroupSockopt(SocketOptionHook.SET)
    static int sets(SocketOptionContext option) {
      Name name = option.at(0, Name.class);
      if (option.level == 6 && name != null && Text.equals(name.bytes, "bbr")) {
        return 0;
      }
      Number number = option.at(0, Number.class);
      if (number != null && number.value > 4096) {
        number.value = 4096;
        option.optlen = 4;
      }
      return 1;
    }

    @CgroupSockopt(SocketOptionHook.GET)
    static int gets(SocketOptionContext option) {
      Number number = option.at(option.optname & 3, Number.class);
      if (number != null && option.retval == 0) {
        number.value = 7;
      }
      return 1;
    }
  }

  @Test
  void shouldLoadWhatReadsAndWritesTheValueOfASocketOption() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Options.class)) {
      assertThat(bpf.faults()).isEmpty();
    }
  }

  /** Socket filters, which in a test run see a packet from its network header on. */
  @BpfModule(license = "GPL")
  static final class Filters {
    @SocketFilter
    static int byWords(SkBuff packet) {
      if (packet.byteAt(9) != IpProtocol.UDP) {
        return 0;
      }
      int header = (packet.byteAt(0) & 15) << 2;
      return packet.shortAt(header + 2) == 53 && packet.intAt(header + 8) == 0xfedcba98L ? 40 : 1;
    }

    @SocketFilter
    static int byHeaders(SkBuff packet) {
      Ipv4 ip = packet.at(0, Ipv4.class);
      Udp udp = packet.at(20, Udp.class);
      if (ip == null || udp == null) {
        return 2;
      }
      ip.timeToLive = 1; // of the copy
      return ip.protocol == IpProtocol.UDP && udp.destination == 53 && packet.byteAt(8) == 64
          ? packet.len
          : 3;
    }

    @SocketFilter
    static int behindTheEnd(SkBuff packet) {
      boolean allAbsent =
          packet.byteAt(packet.len) == -1
              && packet.shortAt(packet.len - 1) == -1
              && packet.intAt(-1 - packet.len) == -1
              && packet.byteAt(packet.len << 16) == -1;
      return allAbsent ? packet.byteAt(packet.len - 1) : 1000;
    }
  }

  private static byte[] datagram(int port) {
    byte[] packet = new byte[40];
    packet[0] = 0x45;
    packet[8] = 64;
    packet[9] = IpProtocol.UDP;
    packet[23] = (byte) port;
    packet[28] = (byte) 0xfe;
    packet[29] = (byte) 0xdc;
    packet[30] = (byte) 0xba;
    packet[31] = (byte) 0x98;
    packet[39] = 77;
    return packet;
  }

  @Test
  void shouldReadPacketsInSocketFiltersInTheSandbox() {
    CompiledModule module =
        Compiler.compile(Filters.class, new CompilerOptions(Map.of(), false, Target.of(5, 10)));
    for (Engine engine : Engine.values()) {
      Map<String, Integer> expected = Map.of("byWords", 40, "byHeaders", 40, "behindTheEnd", 77);
      for (var spec : module.object().programs()) {
        Sandbox sandbox =
            Sandbox.builder(spec).kernel(SimulatedKernel.create()).engine(engine).build();
        assertThat((int) sandbox.run(PacketContext.socketBuffer(datagram(53), 40)))
            .as("%s %s", spec.name(), engine)
            .isEqualTo(expected.get(spec.name()));
      }
    }
  }

  @Test
  void shouldReadPacketsInSocketFiltersInTheKernel() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Filters.class)) {
      assertThat(run(bpf, "byWords", datagram(53))).isEqualTo(40);
      assertThat(run(bpf, "byWords", datagram(54))).isEqualTo(1);
      assertThat(run(bpf, "byHeaders", datagram(53))).isEqualTo(40);
      assertThat(run(bpf, "byHeaders", datagram(54))).isEqualTo(3);
      assertThat(run(bpf, "behindTheEnd", datagram(53))).isEqualTo(77);
      assertThat(bpf.faults()).isEmpty();
    }
  }

  /** Addresses of the packet as the numbers that Java has for them. */
  @BpfModule(license = "GPL")
  static final class Addresses {
    @Xdp
    static int asNumbers(XdpPacket packet) {
      int next = packet.data + 14;
      long hash =
          packet.data * 31L + Integer.toUnsignedLong(packet.data_end) ^ packet.data_meta >> 3;
      boolean right =
          next - packet.data == 14
              && hash != 1
              && packet.data - packet.data_meta == 0
              && next != packet.data
              && packet.data_end - next == packet.length() - 14
              && (next & 3) == (packet.data + 2 & 3)
              && packet.byteAt(12) == 8;
      return right && packet.data_end - packet.data == 54 ? XdpAction.PASS : XdpAction.DROP;
    }

    @Tc(Direction.INGRESS)
    static int inTraffic(SkBuff packet) {
      int next = packet.data + 14;
      int rest = packet.data % 7 + (packet.data_end >>> 1);
      return packet.data_end - next == packet.len - 14 && (rest ^ packet.data) != 0 ? 0 : 2;
    }
  }

  @Test
  void shouldComputeWithAddressesOfThePacketInTheSandbox() {
    CompiledModule module = Compiler.compile(Addresses.class, CompilerOptions.defaults());
    ProgramSpec spec = module.object().programs().getFirst();
    for (Engine engine : Engine.values()) {
      Sandbox sandbox =
          Sandbox.builder(spec).kernel(SimulatedKernel.create()).engine(engine).build();
      assertThat((int) sandbox.run(PacketContext.xdp(frame(datagram(53)))))
          .isEqualTo(XdpAction.PASS);
    }
  }

  @Test
  void shouldComputeWithAddressesOfThePacketInTheKernel() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Addresses.class)) {
      assertThat(run(bpf, "asNumbers", datagram(53))).isEqualTo(XdpAction.PASS);
      assertThat(run(bpf, "inTraffic", datagram(53))).isZero();
    }
  }

  private static byte[] frame(byte[] packet) {
    byte[] frame = new byte[14 + packet.length];
    frame[12] = 8;
    System.arraycopy(packet, 0, frame, 14, packet.length);
    return frame;
  }

  private static int run(Bpf bpf, String program, byte[] packet) {
    return TestRun.ofPacket(bpf.object().program(program), frame(packet)).result();
  }
}
