package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.object.AttachType;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On this machine's kernel, with nothing attached. */
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class FeaturesTest {
  private static final Host BARE =
      new Host(
          KernelRelease.parse("6.1.0"),
          "amd64",
          true,
          Host.Jit.ON,
          Host.Unprivileged.REFUSED,
          new Capabilities(Set.of(Capability.values())),
          true,
          "none",
          List.of("capability", "bpf"));

  @Test
  void shouldFindWhatEveryKernelSince58Has() {
    Kernel.require();
    Features features = Features.here();
    for (MapType type :
        List.of(
            MapType.HASH,
            MapType.ARRAY,
            MapType.PERCPU_ARRAY,
            MapType.LRU_HASH,
            MapType.LPM_TRIE,
            MapType.ARRAY_OF_MAPS,
            MapType.SK_STORAGE,
            MapType.RINGBUF)) {
      assertThat(features.map(type)).as(type.name()).isEqualTo(new Support.Supported());
    }
    for (ProgramType type :
        List.of(
            ProgramType.SOCKET_FILTER,
            ProgramType.TRACEPOINT,
            ProgramType.RAW_TRACEPOINT,
            ProgramType.TRACING)) {
      assertThat(features.program(type)).as(type.name()).isEqualTo(new Support.Supported());
    }
  }

  @Test
  void shouldGiveAReasonForEverythingElse() {
    Features features = Features.here();
    for (ProgramType type : ProgramType.values()) {
      shouldGiveAReason(features.program(type));
    }
    for (AttachType place :
        List.of(
            AttachType.TRACE_FENTRY,
            AttachType.TRACE_FEXIT,
            AttachType.MODIFY_RETURN,
            AttachType.TRACE_ITER)) {
      shouldGiveAReason(features.program(ProgramType.TRACING, place));
    }
    for (MapType type : MapType.values()) {
      shouldGiveAReason(features.map(type));
    }
    shouldGiveAReason(features.kprobes());
    shouldGiveAReason(features.uprobes());
  }

  private static void shouldGiveAReason(Support support) {
    switch (support) {
      case Support.Supported _ -> assertThat(support.isSupported()).isTrue();
      case Support.Unsupported(String reason, String hint) -> {
        assertThat(reason).isNotBlank();
        assertThat(hint).isNotNull();
      }
      case Support.Unknown(String reason) -> assertThat(reason).isNotBlank();
    }
  }

  @Test
  void shouldLeaveNothingOpen() throws Exception {
    Features features = Features.here();
    features.map(MapType.ARRAY_OF_MAPS);
    features.program(ProgramType.TRACING);
    long before = Kernel.descriptors();
    features.map(MapType.ARRAY_OF_MAPS);
    features.map(MapType.SK_STORAGE);
    features.program(ProgramType.TRACING);
    assertThat(Kernel.descriptors()).isEqualTo(before);
  }

  @Test
  void shouldFindNoObstaclesOnAHostThatAllowsEverything() {
    assertThat(BARE.obstacles()).isEmpty();
  }

  @Test
  void shouldNameEveryObstacleWithItsRemedy() {
    Host host =
        new Host(
            BARE.kernel(),
            "amd64",
            false,
            Host.Jit.OFF,
            Host.Unprivileged.UNKNOWN,
            new Capabilities(Set.of()),
            true,
            "integrity",
            List.of("capability"));
    assertThat(host.obstacles())
        .hasSize(5)
        .anySatisfy(obstacle -> assertThat(obstacle).contains("CAP_BPF"))
        .anySatisfy(obstacle -> assertThat(obstacle).contains("CONFIG_DEBUG_INFO_BTF"))
        .anySatisfy(obstacle -> assertThat(obstacle).contains("bpf_jit_enable"))
        .anySatisfy(obstacle -> assertThat(obstacle).contains("lockdown=none"))
        .anySatisfy(obstacle -> assertThat(obstacle).contains("lsm="));
  }

  @Test
  void shouldReadThisMachine() {
    Host host = Host.current();
    assertThat(host.kernel().text()).isNotEmpty();
    assertThat(host.architecture()).isNotEmpty();
  }

  @Test
  void shouldReadSettings() {
    assertThat(Host.jit("2")).isEqualTo(Host.Jit.ON_WITH_TRACES);
    assertThat(Host.jit("")).isEqualTo(Host.Jit.UNKNOWN);
    assertThat(Host.unprivileged("1")).isEqualTo(Host.Unprivileged.REFUSED_FOR_GOOD);
    assertThat(HostFile.choice("none [integrity] confidentiality")).isEqualTo("integrity");
    assertThat(HostFile.choice("")).isEmpty();
    assertThat(HostFile.choice("] [")).isEmpty();
  }
}
