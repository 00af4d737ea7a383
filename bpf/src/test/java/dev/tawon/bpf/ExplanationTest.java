package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.object.AttachType;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final int EPERM = 1;
  private static final int EINVAL = 22;

  private static final Set<Capability> ALL = Set.of(Capability.values());

  private static Explanation on(String release, Set<Capability> effective, String lockdown) {
    return new Explanation(KernelRelease.parse(release), new Capabilities(effective), lockdown);
  }

  @Test
  void shouldNameTheMissingCapabilities() {
    BpfException failure =
        on("6.18.0", Set.of(Capability.CAP_BPF), "")
            .program("p", ProgramType.TRACING, AttachType.TRACE_RAW_TP, EPERM);
    assertThat(failure)
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("loading program p (TRACING, TRACE_RAW_TP): EPERM (1)")
        .hasMessageContaining("lacks CAP_PERFMON");
    assertThat(((SystemCallException) failure).errno()).isEqualTo(EPERM);
  }

  @Test
  void shouldAskForSysAdminBeforeLinux58() {
    assertThat(
            on("5.4.0", Set.of(Capability.CAP_BPF, Capability.CAP_PERFMON), "")
                .program("p", ProgramType.TRACEPOINT, null, EPERM))
        .hasMessageContaining("lacks CAP_SYS_ADMIN");
  }

  @Test
  void shouldBlameTheKernelWhenATrampolineIsRefusedToAProcessThatMayDoEverything() {
    assertThat(
            on("6.18.44", ALL, "")
                .program("p", ProgramType.TRACING, AttachType.TRACE_FENTRY, EPERM))
        .hasMessageContaining("has the capabilities")
        .hasMessageContaining("trampoline")
        .hasMessageContaining("BTF tracepoints work");
  }

  @Test
  void shouldBlameLockdown() {
    assertThat(
            on("6.1.0", ALL, "confidentiality").program("p", ProgramType.TRACEPOINT, null, EPERM))
        .hasMessageContaining("lockdown is in confidentiality mode");
  }

  @Test
  void shouldNameTheVersionOfAKindThatIsTooNew() {
    BpfException failure =
        on("5.4.0", ALL, "")
            .map(new MapSpec("events", MapType.RINGBUF, 0, 0, 4096, 0, 0, 0), EINVAL);
    assertThat(failure)
        .isInstanceOfSatisfying(
            UnsupportedFeatureException.class,
            unsupported -> {
              assertThat(unsupported.feature()).isEqualTo("map type RINGBUF");
              assertThat(unsupported.sinceKernel()).isEqualTo("5.8");
            });
  }

  @Test
  void shouldShowWhatAMapWasAskedForWhenTheKernelDoesNotTakeIt() {
    assertThat(
            on("6.1.0", ALL, "").map(new MapSpec("m", MapType.HASH, 0, 8, 10, 0x80, 0, 0), EINVAL))
        .hasMessageContaining("keys of 0 bytes")
        .hasMessageContaining("flags 0x80");
  }

  @Test
  void shouldKnowWhatEveryKindOfProgramNeedsAndSinceWhen() {
    for (ProgramType type : ProgramType.values()) {
      assertThat(Explanation.needed(type)).contains(Capability.CAP_BPF);
      assertThat(type.since().isEmpty()).isEqualTo(type == ProgramType.UNSPEC);
    }
    for (MapType type : MapType.values()) {
      assertThat(type.since().isEmpty()).isEqualTo(type == MapType.UNSPEC);
    }
  }

  @Test
  void shouldReadReleases() {
    assertThat(KernelRelease.parse("6.1.0-18-amd64").isAtLeast(6, 1)).isTrue();
    assertThat(KernelRelease.parse("6.1.0-18-amd64").isAtLeast("6.2")).isFalse();
    assertThat(KernelRelease.parse("5.15.153.1-microsoft").isAtLeast("5.8")).isTrue();
    assertThat(KernelRelease.parse("strange")).isEqualTo(new KernelRelease("strange", 0, 0));
    assertThat(KernelRelease.current().major()).isPositive();
  }

  @Test
  void shouldReadCapabilities() {
    Capabilities some =
        Capabilities.parse(List.of("Name:\tjava", "CapEff:\t0000008000200000", "CapBnd:\tffff"));
    assertThat(some.effective())
        .containsExactlyInAnyOrder(Capability.CAP_SYS_ADMIN, Capability.CAP_BPF);
    assertThat(some.has(Capability.CAP_PERFMON)).isTrue();
    assertThat(some.has(Capability.CAP_NET_ADMIN)).isFalse();
    assertThat(Capabilities.parse(List.of()).effective()).isEmpty();
    assertThat(Capabilities.parse(List.of("CapEff: nonsense")).effective()).isEmpty();
  }

  @Test
  void shouldCountCpus() {
    assertThat(PossibleCpus.parse("0")).isEqualTo(1);
    assertThat(PossibleCpus.parse("0-127")).isEqualTo(128);
    assertThat(PossibleCpus.parse("0-3,8,10-11")).isEqualTo(7);
    for (String bad : List.of("", "x", "3-1", "0-", "0,,1", "0-2147483647")) {
      assertThatThrownBy(() -> PossibleCpus.parse(bad)).isInstanceOf(BpfException.class);
    }
  }
}
