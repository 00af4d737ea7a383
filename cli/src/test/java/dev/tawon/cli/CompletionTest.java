package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script, in bash. */
class CompletionTest {
  /** Calls the completion function as bash does; {@code compopt} works only in a real completion. */
  private static final String ASK =
      """
      compopt() { :; }
      source "$0"
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      function=$(complete -p tawon | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      $function tawon "${@: -1}" "${@: -2:1}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path directory;
  private Path script;

  @BeforeEach
  void writeScript() throws IOException {
    script =
        Files.writeString(
            directory.resolve("completion"), TawonRun.of("generate-completion").out());
  }

  private List<String> offered(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", ASK, script.toString());
    builder.command().addAll(List.of(words));
    Process bash = builder.redirectErrorStream(true).start();
    String text = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(text).isZero();
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void shouldCompleteCommands() throws Exception {
    assertThat(offered("tawon", ""))
        .contains("monitor", "trace", "doctor")
        .doesNotContain("training");
    assertThat(offered("tawon", "mo")).containsExactly("monitor");
  }

  @Test
  void shouldCompleteOptions() throws Exception {
    assertThat(offered("tawon", "monitor", "--s"))
        .containsExactlyInAnyOrder("--scope", "--sensitive");
    assertThat(offered("tawon", "doctor", "--")).contains("--json", "--all", "--help");
  }

  @Test
  void shouldCompleteTheValuesThatAnOptionHas() throws Exception {
    assertThat(offered("tawon", "monitor", "--output", "")).containsExactly("console", "json");
    assertThat(offered("tawon", "monitor", "--probe", "ex")).containsExactly("exec", "exit");
  }
}
