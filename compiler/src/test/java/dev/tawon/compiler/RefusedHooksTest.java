package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.BigEndian;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupSockAddr;
import dev.tawon.lang.CgroupSysctl;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Fexit;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Kretprobe;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.Result;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.Struct;
import dev.tawon.lang.SysctlContext;
import dev.tawon.lang.Tracepoint;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.object.ProgramSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs that do not fit their annotation. */
class RefusedHooksTest {
  private static void assertRefused(Class<?> module, String... parts) {
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .isInstanceOfSatisfying(
            CompilationException.class,
            e -> assertThat(e.getMessage()).contains("RefusedHooksTest.java").contains(parts));
  }

  @BpfModule
  static final class ForeignContext {
    @Xdp
    static int run(SkBuff packet) {
      return XdpAction.PASS;
    }
  }

  @Test
  void shouldRefuseAnotherKindsContext() {
    assertRefused(
        ForeignContext.class,
        "RefusedHooksTest.java:44: error: the parameter of a @Xdp program is a XdpPacket, not SkBuff");
  }

  @BpfModule
  static final class VoidVerdict {
    @Xdp
    static void run(XdpPacket packet) {}
  }

  @Test
  void shouldRefuseAVerdictThatIsMissing() {
    assertRefused(VoidVerdict.class, "program run", "returns int: one of XdpAction");
  }

  @BpfModule
  static final class PositiveErrno {
    @Lsm("file_open")
    static int run() {
      return 13;
    }
  }

  @Test
  void shouldRefuseAResultOutOfRange() {
    assertRefused(
        PositiveErrno.class, "a @Lsm program returns", "a negated errno to refuse", "returns 13");
  }

  @BpfModule
  static final class UnknownVerdict {
    @CgroupSysctl
    static int run(SysctlContext access) {
      return access.write;
    }
  }

  @Test
  void shouldCheckAResultThatIsNotKnown() {
    assertThat(Compiler.compile(UnknownVerdict.class, CompilerOptions.defaults()).faultSites())
        .isNotEmpty();
  }

  @BpfModule
  static final class TwoContexts {
    @Xdp
    static int run(XdpPacket packet, int more) {
      return XdpAction.PASS;
    }
  }

  @Test
  void shouldRefuseMoreParametersThanThereAre() {
    assertRefused(TwoContexts.class, "a @Xdp program has one parameter, XdpPacket");
  }

  @BpfModule
  static final class ManyRegisters {
    @Kprobe("f")
    static void run(int a, int b, int c, int d, int e, int f, int g, int h, int i) {}
  }

  @Test
  void shouldRefuseParametersThatAreNotInRegisters() {
    assertRefused(ManyRegisters.class, "are not in registers");
  }

  @BpfModule
  static final class TwoResults {
    @Kretprobe("f")
    static void run(int a, int b) {}
  }

  @Test
  void shouldRefuseParametersOfAReturn() {
    assertRefused(TwoResults.class, "one parameter, what the function returned");
  }

  @BpfModule
  static final class ResultAtEntry {
    @Fentry("f")
    static void run(@Result int result) {}
  }

  @Test
  void shouldRefuseAResultAtTheEntry() {
    assertRefused(ResultAtEntry.class, "@Result, which @Fexit programs have");
  }

  @BpfModule
  static final class ResultFirst {
    @Fexit("f")
    static void run(@Result int result, int a) {}
  }

  @Test
  void shouldRefuseAResultThatIsNotLast() {
    assertRefused(ResultFirst.class, "@Result parameter that is not its last");
  }

  @BpfModule
  static final class PlainRecord {
    @Tracepoint("sched/sched_switch")
    static void run(long record) {}
  }

  @Test
  void shouldRefuseARecordWithoutAType() {
    assertRefused(PlainRecord.class, "a @KernelType class for the tracepoint's record", "not long");
  }

  @BpfModule
  static final class FarAway {
    @Xdp
    static int run(XdpPacket packet) {
      return packet.at(70_000, Ethernet.class) == null ? XdpAction.PASS : XdpAction.DROP;
    }
  }

  @Test
  void shouldRefuseAHeaderThatNoPacketHas() {
    assertRefused(FarAway.class, "70000 is out of range here, always");
  }

  /** A struct. */
  @Struct
  static final class Wrong {
    @BigEndian byte value;
  }

  @BpfModule
  static final class ByteWithOrder {
    @Xdp
    static int run(XdpPacket packet) {
      return packet.at(0, Wrong.class) == null ? XdpAction.PASS : XdpAction.DROP;
    }
  }

  @Test
  void shouldRefuseByteOrderOfAByte() {
    assertRefused(ByteWithOrder.class, "field value is @BigEndian");
  }

  @BpfModule
  static final class Bind {
    @CgroupSockAddr(SocketAddressHook.BIND4)
    static int run(SocketAddressContext address) {
      return 3;
    }
  }

  @Test
  void shouldTakeAResultOfNewerKernelsForThoseAlone() {
    assertRefused(Bind.class, "int: 1 to allow, 0 to refuse; this returns 3");
    assertThat(compiled(Bind.class, "5.12")).hasSize(1);
  }

  @BpfModule
  static final class Closed {
    @Lsm("getprocattr")
    static int run() {
      return 0;
    }
  }

  @BpfModule
  static final class ClosedLater {
    @Lsm("file_alloc_security")
    static int run() {
      return 0;
    }
  }

  @BpfModule
  static final class Future {
    @Lsm("hook_of_the_future")
    static int run() {
      return 0;
    }
  }

  @Test
  void shouldKnowWhichSecurityHooksEachKernelHas() {
    assertThat(compiled(Closed.class, "6.11")).hasSize(1);
    assertThat(compiled(ClosedLater.class, "6.18")).hasSize(1);
    assertThatThrownBy(() -> compiled(ClosedLater.class, "7.0"))
        .hasMessageContaining(
            "the hook file_alloc_security takes no programs since Linux 6.19, and the target is Linux 7.0");
    assertThat(compiled(Future.class, "7.3")).hasSize(1);
    assertThatThrownBy(() -> compiled(Future.class, "7.2"))
        .hasMessageContaining("there is no hook hook_of_the_future");
  }

  private static List<ProgramSpec> compiled(Class<?> module, String target) {
    return Compiler.compile(module, new CompilerOptions(Map.of(), false, Target.parse(target)))
        .object()
        .programs();
  }
}
