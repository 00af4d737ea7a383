package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketFilter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls of helpers that a program's kind, its licence or the target kernel does not allow. */
class RefusedHelpersTest {
  private static void assertRefused(Class<?> module, String kernel, String... parts) {
    assertThatThrownBy(() ->
            Compiler.compile(module, new CompilerOptions(Map.of(), false, Target.parse(kernel))))
        .isInstanceOfSatisfying(
            CompilationException.class,
            e -> assertThat(e.getMessage()).contains("RefusedHelpersTest.java:").contains(parts));
  }

  @BpfModule
  static final class OtherKind {
    @Kprobe("f")
    static void run() {
      Helpers.redirect(1, 0);
    }
  }

  @Test
  void shouldRefuseAHelperOfAnotherKind() {
    assertRefused(
        OtherKind.class,
        "6.12",
        "bpf_redirect cannot be called by a @Kprobe program: SCHED_CLS, XDP can");
  }

  @BpfModule(license = "Proprietary")
  static final class OtherLicence {
    @RawTracepoint("sys_enter")
    static void run() {
      Helpers.sendSignalThread(0);
      Helpers.getCurrentTask();
    }
  }

  @Test
  void shouldRefuseAHelperForOtherLicences() {
    assertRefused(
        OtherLicence.class, "6.12", "licence compatible with the GPL", "@BpfModule(license");
  }

  @BpfModule
  static final class Newer {
    @RawTracepoint("sys_enter")
    static int run() {
      return (int) Helpers.ktimeGetTaiNs();
    }
  }

  @Test
  void shouldNameTheVersionThatHasAHelper() {
    assertRefused(
        Newer.class, "5.10.0-13", "bpf_ktime_get_tai_ns came with Linux 6.1", "Linux 5.10");
    assertThat(Compiler.compile(Newer.class, new CompilerOptions(Map.of(), false, Target.of(6, 1))))
        .isNotNull();
  }

  @Test
  void shouldNotLookAtProgramsThatAreLeftOut() {
    CompilerOptions without = new CompilerOptions(Map.of(), false, Target.of(5, 10), Set.of("run"));
    assertThat(Compiler.compile(Newer.class, without).object().programs()).isEmpty();
    CompilerOptions misspelt =
        new CompilerOptions(Map.of(), false, Target.of(5, 10), Set.of("walk"));
    assertThatThrownBy(() -> Compiler.compile(Newer.class, misspelt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no program walk");
  }

  @BpfModule
  static final class TooLarge {
    @SocketFilter
    static int run(SkBuff packet) {
      byte[] bytes = new byte[8];
      return (int) Helpers.skbLoadBytes(packet, 0, bytes, 9);
    }
  }

  @Test
  void shouldRefuseASizeAboveTheArrays() {
    assertRefused(TooLarge.class, "6.12", "9 is out of range here, always: the limit is 8");
  }
}
