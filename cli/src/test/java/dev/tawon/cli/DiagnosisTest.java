package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Capabilities;
import dev.tawon.bpf.Capability;
import dev.tawon.bpf.Host;
import dev.tawon.bpf.KernelRelease;
import dev.tawon.bpf.Support;
import dev.tawon.monitor.ProbeHook;
import dev.tawon.monitor.event.EventKind;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DiagnosisTest {
  private static final Set<Capability> ENOUGH = Set.of(Capability.CAP_BPF, Capability.CAP_PERFMON);

  /** Answers every trial alike. */
  private record Always(Support support) implements Diagnosis.Trial {
    @Override
    public Support program(ProgramType type, @Nullable AttachType attachType) {
      return support;
    }

    @Override
    public Support map(MapType type) {
      return support;
    }

    @Override
    public List<ProbeHook> hooks() {
      return List.of(
          new ProbeHook(EventKind.EXEC, List.of("BTF tracepoint sched_process_exec"), "", "", ""),
          new ProbeHook(
              EventKind.EXIT,
              List.of("tracepoint sched/sched_process_exit"),
              "the usual one misses events",
              support instanceof Support.Supported ? "" : "tracefs is not mounted",
              support instanceof Support.Supported ? "" : "mount it"));
    }
  }

  private static DoctorReport report(Host host, Support support) {
    return new DoctorReport(
        new Diagnosis(host, new Namespaces(true, true), 0, new Always(support)).sections(false));
  }

  private static Check check(DoctorReport report, String name) {
    return report.sections().stream()
        .flatMap(section -> section.checks().stream())
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Host host(String kernel, boolean btf, String lockdown, List<String> modules) {
    return new Host(
        KernelRelease.parse(kernel),
        "amd64",
        btf,
        Host.Jit.OFF,
        Host.Unprivileged.ALLOWED,
        new Capabilities(Set.of()),
        !modules.isEmpty(),
        lockdown,
        modules);
  }

  @Test
  void shouldBeReadyWhenAllThatIsNeededIsThere() {
    DoctorReport report = report(TawonRun.host(ENOUGH), new Support.Supported());
    assertThat(report.ready()).isTrue();
    assertThat(check(report, "CAP_BPF").answer()).isEqualTo(Check.Answer.YES);
    assertThat(check(report, "CAP_NET_ADMIN").answer()).isEqualTo(Check.Answer.NO);
    assertThat(check(report, "probe-exec").detail()).isEqualTo("BTF tracepoint sched_process_exec");
    assertThat(check(report, "probe-exit").detail())
        .isEqualTo("tracepoint sched/sched_process_exit: the usual one misses events");
  }

  @Test
  void shouldTakeAdministrationForTheCapabilitiesThatItIncludes() {
    DoctorReport report =
        report(TawonRun.host(Set.of(Capability.CAP_SYS_ADMIN)), new Support.Supported());
    assertThat(report.ready()).isTrue();
    assertThat(check(report, "CAP_BPF").detail()).contains("through CAP_SYS_ADMIN");
  }

  @Test
  void shouldSayWhatToDoAboutEverythingThatStandsInTheWay() {
    DoctorReport report =
        report(
            host("5.4.0", false, "confidentiality", List.of("capability")),
            new Support.Unsupported("EINVAL", "boot another kernel"));
    assertThat(report.ready()).isFalse();
    for (DoctorReport.Section section : report.sections()) {
      for (Check check : section.checks()) {
        if (check.blocks()) {
          assertThat(check.remedy()).as(check.name()).isNotEmpty();
          assertThat(check.detail()).as(check.name()).isNotEmpty();
        }
      }
    }
    assertThat(check(report, "kernel").answer()).isEqualTo(Check.Answer.NO);
    assertThat(check(report, "btf").answer()).isEqualTo(Check.Answer.NO);
    assertThat(check(report, "kernel-memory").answer()).isEqualTo(Check.Answer.NO);
    assertThat(check(report, "lsm-bpf").remedy()).contains("lsm=capability,bpf");
    assertThat(check(report, "ringbuf").blocks()).isTrue();
    assertThat(check(report, "probe-exit").blocks()).isTrue();
  }

  @Test
  void shouldNotTakeTheUnknownForAnAnswer() {
    DoctorReport report =
        report(host("6.1.0", true, "", List.of()), new Support.Unknown("may not try"));
    assertThat(check(report, "kernel-memory").answer()).isEqualTo(Check.Answer.UNKNOWN);
    assertThat(check(report, "lsm-bpf").answer()).isEqualTo(Check.Answer.UNKNOWN);
    assertThat(check(report, "btf-tracepoint").detail()).isEqualTo("may not try");
    assertThat(report.ready()).isFalse();
  }

  @Test
  void shouldTryEveryTypeWhenAskedTo() {
    List<DoctorReport.Section> sections =
        new Diagnosis(
                TawonRun.host(ENOUGH),
                new Namespaces(true, true),
                0,
                new Always(new Support.Supported()))
            .sections(true);
    assertThat(sections.get(3).checks()).hasSize(MapType.values().length - 1);
  }

  @Test
  void shouldMarkInTheTableWhatKeepsTheMonitorFromRunning() {
    DoctorReport report = report(TawonRun.host(Set.of()), new Support.Supported());
    String table = DoctorTable.of(report, Ansi.OFF);
    assertThat(table)
        .contains("! CAP_BPF", "! CAP_PERFMON", "→ run it as root", "cannot run here")
        .doesNotContain("! CAP_SYS_ADMIN");
  }

  @Test
  void shouldSayThatAnotherUserNamespacesCapabilitiesCountForNothing() {
    DoctorReport report =
        new DoctorReport(
            new Diagnosis(
                    TawonRun.host(ENOUGH),
                    new Namespaces(false, false),
                    0,
                    new Always(new Support.Supported()))
                .sections(false));
    assertThat(report.ready()).isFalse();
    assertThat(check(report, "host-user-namespace").blocks()).isTrue();
    assertThat(check(report, "host-pid-namespace").answer()).isEqualTo(Check.Answer.NO);
    assertThat(check(report, "host-pid-namespace").blocks()).isFalse();
  }
}
