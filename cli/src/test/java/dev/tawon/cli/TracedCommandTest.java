package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
