package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.BpfException;
import dev.tawon.monitor.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private int failed(Exception exception, Map<String, String> variables) {
    PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new Errors(
            new Environment(
                stream,
                stream,
                variables,
                false,
                false,
                new Namespaces(true, true),
                () -> TawonRun.host(Set.of())))
        .failed(exception);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldReportAFailureWithItsHintAndCode() {
    assertThat(failed(new Failure("no", "do this\nor that", 77), Map.of())).isEqualTo(77);
    assertThat(text()).isEqualTo("tawon: error: no\n  do this\n  or that\n");
  }

  @Test
  void shouldReportOnlyTheFirstLineOfARefusal() {
    assertThat(failed(new BpfException("refused\nlog line 1\nlog line 2"), Map.of()))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(text()).startsWith("tawon: error: refused\n").contains("tawon doctor");
    assertThat(text()).doesNotContain("log line");
  }

  @Test
  void shouldNameTheFileOfAnInputOutputError() {
    failed(new UncheckedIOException(new NoSuchFileException("/a/b")), Map.of());
    failed(new AccessDeniedException("/c"), Map.of());
    failed(new FileSystemException("/d", null, "Is a directory"), Map.of());
    assertThat(text())
        .isEqualTo(
            "tawon: error: /a/b: no such file or directory\n"
                + "tawon: error: /c: permission denied\n"
                + "tawon: error: /d: Is a directory\n");
  }

  @Test
  void shouldLetNoMessageWriteToTheTerminal() {
    failed(new Failure("\u001b[2J: command not found", "\u202ehint", 127), Map.of());
    failed(new ConfigException(List.of("a:1:1: error: unknown key \"\u0007\"")), Map.of());
    assertThat(text())
        .isEqualTo(
            "tawon: error: \\u001b[2J: command not found\n  \\u202ehint\n"
                + "a:1:1: error: unknown key \"\\u0007\"\n");
  }

  @Test
  void shouldBeQuietAboutABrokenPipe() {
    assertThat(failed(new IOException("Broken pipe"), Map.of())).isEqualTo(ExitCode.BROKEN_PIPE);
    assertThat(text()).isEmpty();
  }

  @Test
  void shouldCallTheUnexpectedABug() {
    assertThat(failed(new IllegalStateException("x"), Map.of())).isEqualTo(ExitCode.FAILURE);
    assertThat(text()).contains("internal error", "TAWON_DEBUG=1").doesNotContain("\tat ");
    failed(new IllegalStateException("x"), Map.of("TAWON_DEBUG", "1"));
    assertThat(text()).contains("\tat ");
  }
}
