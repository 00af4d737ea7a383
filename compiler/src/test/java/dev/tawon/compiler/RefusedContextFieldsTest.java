package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupDevice;
import dev.tawon.lang.CgroupSkb;
import dev.tawon.lang.CgroupSock;
import dev.tawon.lang.CgroupSockAddr;
import dev.tawon.lang.CgroupSockopt;
import dev.tawon.lang.CgroupSysctl;
import dev.tawon.lang.DeviceContext;
import dev.tawon.lang.Direction;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.SocketContext;
import dev.tawon.lang.SocketFilter;
import dev.tawon.lang.SocketHook;
import dev.tawon.lang.SocketOptionContext;
import dev.tawon.lang.SocketOptionHook;
import dev.tawon.lang.SysctlContext;
import dev.tawon.lang.Tc;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpPacket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields of the context that the kernel shows or opens to other kinds of programs. */
class RefusedContextFieldsTest {
  private static List<String> refusals(Class<?> module, String target) {
    CompilationException refused =
        catchThrowableOfType(
            CompilationException.class,
            () ->
                Compiler.compile(
                    module, new CompilerOptions(Map.of(), false, Target.parse(target))));
    assertThat(refused).isNotNull();
    return refused.diagnostics().stream()
        .map(diagnostic -> diagnostic.rule().code() + ": " + diagnostic.message())
        .toList();
  }

  @BpfModule
  static final class Fields {
    @SocketFilter
    static int filterWrites(SkBuff packet) {
      packet.mark = 2;
      return 0;
    }

    @SocketFilter
    static int filterReads(SkBuff packet) {
      return packet.data_end;
    }

    @Tc(Direction.INGRESS)
    static int trafficWrites(SkBuff packet) {
      packet.len = 3;
      return 0;
    }

    @Tc(Direction.INGRESS)
    static int trafficReads(SkBuff packet) {
      return packet.remote_port;
    }

    @CgroupSkb(Direction.EGRESS)
    static int groupWrites(SkBuff packet) {
      packet.remote_ip6[0] = 3;
      return 1;
    }

    @CgroupSock(SocketHook.CREATE)
    static int creates(SocketContext socket) {
      return socket.src_port;
    }

    @CgroupSockAddr(SocketAddressHook.CONNECT4)
    static int connects(SocketAddressContext address) {
      return address.user_ip6[0];
    }

    @CgroupSockopt(SocketOptionHook.SET)
    static int sets(SocketOptionContext option) {
      return option.retval;
    }

    @CgroupSysctl
    static int system(SysctlContext call) {
      call.write = 1;
      return 1;
    }

    @CgroupDevice
    static int device(DeviceContext access) {
      access.major = 1;
      return 1;
    }

    @Xdp
    static int receives(XdpPacket packet) {
      return packet.egress_ifindex;
    }

    @Tc(Direction.INGRESS)
    static int openIndex(SkBuff packet) {
      return packet.cb[packet.len & 3];
    }
  }

  @Test
  void shouldSayWhatTheKernelKeepsToItself() {
    assertThat(refusals(Fields.class, "6.12"))
        .containsExactlyInAnyOrder(
            "context-field: SkBuff.mark can only be read in programs of this kind",
            "context-field: SkBuff.data_end is not there in @SocketFilter programs: the methods of the"
                + " packet read its bytes",
            "context-field: SkBuff.len can only be read in programs of this kind",
            "context-field: SkBuff.remote_port is not there in @Tc programs",
            "context-field: SkBuff.remote_ip6 can only be read in programs of this kind",
            "context-field: SocketContext.src_port is not there in @CgroupSock programs at"
                + " CGROUP_INET_SOCK_CREATE",
            "context-field: SocketAddressContext.user_ip6 is not there in @CgroupSockAddr programs at"
                + " CGROUP_INET4_CONNECT",
            "context-field: SocketOptionContext.retval is not there in @CgroupSockopt programs at"
                + " CGROUP_SETSOCKOPT",
            "context-field: SysctlContext.write can only be read in programs of this kind",
            "context-field: DeviceContext.major can only be read in programs of this kind",
            "context-field: XdpPacket.egress_ifindex is not there in @Xdp programs",
            "context-field: the index into an array of the context is not known when the program is"
                + " compiled: write a constant, a switch, or a loop of a few rounds that goes one way");
  }

  @BpfModule
  static final class Newer {
    @Tc(Direction.INGRESS)
    static int onPacket(SkBuff packet) {
      return packet.hwtstamp != 0 ? 1 : 0;
    }
  }

  @Test
  void shouldNameTheKernelThatHasAField() {
    assertThat(refusals(Newer.class, "5.15"))
        .containsExactly(
            "newer-kernel: SkBuff.hwtstamp needs Linux 5.16, and the target is Linux 5.15");
    Compiler.compile(Newer.class, new CompilerOptions(Map.of(), false, Target.of(5, 16)));
  }
}
