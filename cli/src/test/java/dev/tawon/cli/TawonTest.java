package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Capability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TawonTest {
  @Test
  void shouldPrintVersionsOnStandardOutput() {
    TawonRun run = TawonRun.of("--version");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).startsWith("tawon ").contains("(JDK ").hasLineCount(1);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void shouldPrintHelpOnStandardOutput() {
    TawonRun run = TawonRun.of("--help");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("Usage:", "Exit codes:", "Environment:", "Examples:", "NO_COLOR");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void shouldHaveHelpWithExamplesForEveryCommand() {
    for (CommandLine command : Tawon.commandLine(Environment.current()).getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        TawonRun run = TawonRun.of(command.getCommandName(), "--help");
        assertThat(run.exitCode()).as(command.getCommandName()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Usage: tawon " + command.getCommandName(), "Examples:");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
      }
    }
  }

  @Test
  void shouldRefuseToDoNothing() {
    TawonRun run = TawonRun.of();
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("tawon: error: Missing command", "Try 'tawon --help'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docter", "--vresion", "doctor --jsn", "doctor extra"})
  void shouldSayInOneLineWhatIsWrongWithTheCommandLine(String line) {
    TawonRun run = TawonRun.of(line.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst().orElse("")).startsWith("tawon: error: ");
    assertThat(run.err()).contains("--help'").doesNotContain("\tat ");
  }

  @Test
  void shouldSuggestWhatMayBeMeant() {
    assertThat(TawonRun.of("docter").err()).contains("did you mean").contains("doctor");
    assertThat(TawonRun.of("doctor", "--jsn").err()).contains("did you mean --json?");
  }

  @Test
  void shouldShowStackTracesOnlyWhenDebugging() {
    Map<String, String> debug = Map.of("TAWON_DEBUG", "1");
    TawonRun run = TawonRun.on(TawonRun.host(Set.of()), debug, "doctor", "--jsn");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("\tat ");
    Map<String, String> off = Map.of("TAWON_DEBUG", "0");
    assertThat(TawonRun.on(TawonRun.host(Set.of()), off, "doctor", "--jsn").err())
        .doesNotContain("\tat ");
  }

  @Test
  void shouldColourOnlyTerminalsThatAllowIt() {
    Map<String, String> terminal = Map.of("TERM", "xterm");
    Map<String, String> refused = Map.of("TERM", "xterm", "NO_COLOR", "1");
    assertThat(TawonRun.on(TawonRun.host(Set.of()), terminal, "--help").out()).contains("\033[");
    assertThat(TawonRun.on(TawonRun.host(Set.of()), refused, "--help").out())
        .doesNotContain("\033[");
    assertThat(TawonRun.on(TawonRun.host(Set.of()), Map.of("TERM", "dumb"), "--help").out())
        .doesNotContain("\033[");
  }

  @ParameterizedTest
  @ValueSource(strings = {"monitor", "trace -- true"})
  void shouldNameTheMissingCapability(String line) {
    TawonRun run =
        TawonRun.on(TawonRun.host(Set.of(Capability.CAP_BPF)), Map.of(), line.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.MISSING_PRIVILEGE);
    assertThat(run.err()).contains(" needs CAP_PERFMON, which").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"monitor", "trace -- true"})
  void shouldNotTakeAUserNamespacesCapabilitiesForTheHosts(String line) {
    Set<Capability> both = Set.of(Capability.CAP_BPF, Capability.CAP_PERFMON);
    TawonRun run =
        TawonRun.on(TawonRun.host(both), new Namespaces(false, true), Map.of(), line.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.MISSING_PRIVILEGE);
    assertThat(run.err()).contains(" needs CAP_BPF and CAP_PERFMON in the host's user namespace");
  }

  @Test
  void shouldNotLookForAnotherPidNamespacesNumbers() {
    Set<Capability> both = Set.of(Capability.CAP_BPF, Capability.CAP_PERFMON);
    String self = Long.toString(ProcessHandle.current().pid());
    TawonRun run =
        TawonRun.on(
            TawonRun.host(both),
            new Namespaces(true, false),
            Map.of(),
            "monitor",
            "--scope",
            "tree:" + self);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("--scope tree needs the host's process ids");
  }

  @Test
  void shouldLeaveTheWordsOfATracedCommandAlone() {
    // The first word is not found, so that nothing is run: what is after it was not looked at.
    for (String line : List.of("trace no-such -c --port", "trace -- no-such @file -- -x")) {
      TawonRun run = TawonRun.of(line.split(" "));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.NOT_FOUND);
      assertThat(run.err()).contains("no-such: command not found");
    }
  }

  @Test
  void shouldPrintACompletionScript() {
    TawonRun run = TawonRun.of("generate-completion");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("complete -F", "doctor", "--json");
  }
}
