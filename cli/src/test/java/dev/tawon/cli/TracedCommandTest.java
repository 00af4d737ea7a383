package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedCommandTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/nowhere::/bin:/usr/bin");

  @Test
  void shouldReturnTheCommandsExitCode() throws InterruptedException {
    assertThat(run("sh", "-c", "exit 42")).isEqualTo(42);
    assertThat(run("/bin/sh", "-c", "exit 0")).isZero();
  }

  @Test
  void shouldAdd128ToTheSignalThatEndsTheCommand() throws InterruptedException {
    assertThat(run("sh", "-c", "kill -TERM $$")).isEqualTo(128 + 15);
  }

  private static int run(String... words) throws InterruptedException {
    return TracedCommand.of(List.of(words), PATH).start().waitFor();
  }

  @Test
  void shouldGiveTheCommandTheEnvironmentOfTheLauncher() {
    Map<String, String> set =
        new HashMap<>(Map.of("A", "b", "TAWON_COLUMNS", "80", "TAWON_LC_ALL", "=C", "LC_ALL", "x"));
    Launcher.restore(set);
    assertThat(set).containsExactlyInAnyOrderEntriesOf(Map.of("A", "b", "LC_ALL", "C"));
    Map<String, String> unset = new HashMap<>(Map.of("TAWON_LC_ALL", "", "LC_ALL", "x"));
    Launcher.restore(unset);
    assertThat(unset).isEmpty();
    Map<String, String> untouched = new HashMap<>(Map.of("LC_ALL", "de_DE.UTF-8"));
    Launcher.restore(untouched);
    assertThat(untouched).containsOnlyKeys("LC_ALL");
  }

  @Test
  void shouldRefuseWordsThatTheJvmHasChanged(@TempDir Path directory) throws IOException {
    Path cmdline = directory.resolve("cmdline");
    Files.write(cmdline, "java\0trace\0true\0a b\0\0".getBytes(StandardCharsets.UTF_8));
    TracedCommand.of(List.of("true", "a b", ""), PATH).requireSameBytes(cmdline);
    byte[] invalid = {'x', 0, 't', 'r', 'u', 'e', 0, (byte) 0xff, 0};
    Files.write(cmdline, invalid);
    TracedCommand command = TracedCommand.of(List.of("true", "\ufffd"), PATH);
    assertThatThrownBy(() -> command.requireSameBytes(cmdline))
        .hasMessageContaining("word 2 of the command is not text in")
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void shouldTellNotFoundFromNotExecutable(@TempDir Path directory) throws IOException {
    Path plain = Files.writeString(directory.resolve("plain"), "no program");
    assertThat(code(plain.toString())).isEqualTo(ExitCode.NOT_EXECUTABLE);
    assertThat(code(directory.toString())).isEqualTo(ExitCode.NOT_EXECUTABLE);
    assertThat(code(directory.resolve("gone").toString())).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(code("no-such-command-anywhere")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(code("")).isEqualTo(ExitCode.NOT_FOUND);
  }

  private static int code(String name) {
    try {
      TracedCommand.of(List.of(name), PATH);
      return ExitCode.OK;
    } catch (Failure failure) {
      return failure.exitCode();
    }
  }

  @Test
  void shouldFailWhenTheKernelRefusesToExecute(@TempDir Path directory) throws IOException {
    Path bad = Files.writeString(directory.resolve("bad"), "#!/no/such/interpreter\n");
    assertThat(bad.toFile().setExecutable(true)).isTrue();
    TracedCommand command = TracedCommand.of(List.of(bad.toString()), PATH);
    assertThatThrownBy(command::start)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_EXECUTABLE));
  }
}
