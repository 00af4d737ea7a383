package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.Rule;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  @Test
  void shouldPrintThePageOfACode() {
    TawonRun run = TawonRun.of("explain", "unbounded-loop");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("# unbounded-loop\n")
        .contains("while (x != 1)", "## Instead", "Bpf.loop");
  }

  @Test
  void shouldTakeTheCodeAsTheErrorHasIt() {
    assertThat(TawonRun.of("explain", "[stack-space]").out()).startsWith("# stack-space\n");
  }

  @Test
  void shouldListAllCodes() {
    TawonRun run = TawonRun.of("explain");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(Rule.values().length);
    assertThat(run.out()).contains("recursion              a method that calls itself\n");
  }

  @Test
  void shouldNameACodeThatIsClose() {
    TawonRun run = TawonRun.of("explain", "loop");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err())
        .contains("there is no code loop", "did you mean unbounded-loop or element-outlives-loop?");
  }
}
