package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmCommandTest {
  @Test
  void shouldListTheKernelsThereAre() {
    TawonRun run = TawonRun.of("vm", "list");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("KERNEL", "5.10", "bullseye", "6.1", "6.12", "7.x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vm",
        "vm run -- true",
        "vm run --kernel 6.1",
        "vm run --kernel 6.1 --kernel-image x -- true",
        "vm run --kernel 6.1 --cpus 0 -- true",
        "vm run --kernel 6.1 --cpus many -- true",
        "vm run --kernel 6.1 --memory 12 -- true",
        "vm run --kernel 6.1 --memory 99999999G -- true",
        "vm run --kernel 6.1 --memory lots -- true",
        "vm run --kernel 6.1 --timeout 0s -- true",
        "vm run --kernel 6.1 --timeout soon -- true",
        "vm run --kernel 6.1 --accel hvf -- true",
        "vm run --kernel 6.1 --share /no/such/directory -- true",
        "vm shell",
        "vm fetch"
      })
  void shouldRefuseWhatMakesNoGuest(String line) {
    TawonRun run = TawonRun.of(line.split(" "));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("tawon: error: ").contains("--help");
  }

  /** The standard input of tests is a pipe. */
  @Test
  void shouldOpenAShellOnATerminalAlone() {
    TawonRun run = TawonRun.of("vm", "shell", "--kernel", "6.1");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("standard input is no terminal").contains("tawon vm run");
  }

  @Test
  void shouldNameTheKernelsWhenThereIsNoneOfAName() {
    TawonRun run = TawonRun.of("vm", "fetch", "4.9");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("there is no kernel '4.9'").contains("5.10, 6.1, 6.12, 7.x");
  }

  @Test
  void shouldSayWhatIsWrongWithAKernelImage(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("bzImage"), "no kernel");
    TawonRun run = TawonRun.of("vm", "run", "--kernel-image", file.toString(), "--", "true");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("neither a bzImage nor an ELF file");
    run = TawonRun.of("vm", "run", "--kernel-image", directory + "/none", "--", "true");
    assertThat(run.err()).contains("no such file");
  }

  @ParameterizedTest
  @CsvSource({"90s,90000", "5ms,5", "2m,120000", "1h,3600000"})
  void shouldReadDurations(String text, long milliseconds) {
    assertThat(Durations.parse(text)).contains(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "0s", "-1s", "1", "1d", "1 s", "12345678901s"})
  void shouldRefuseWhatIsNoDuration(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void shouldDrawHowFarAFetchIs() {
    assertThat(ProgressBar.line("fetching x", 5 << 20, 10 << 20))
        .isEqualTo("[###############---------------]  50% of 10 MB  fetching x");
    assertThat(ProgressBar.line("fetching x", 0, 0)).isEqualTo("fetching x ...");
    assertThat(ProgressBar.line("fetching x", 20, 10)).contains("100%");
  }
}
