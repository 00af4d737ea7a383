package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.monitor.event.EventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static MonitorConfig with(Setting setting, String... values) {
    return new Settings().flag(setting, List.of(values)).config();
  }

  @Test
  void shouldHaveDefaults() {
    assertThat(new Settings().config()).isEqualTo(MonitorConfig.defaults());
    assertThat(MonitorConfig.defaults().duration()).isNull();
    assertThat(MonitorConfig.defaults().scope()).isEqualTo(Scope.ALL);
  }

  @Test
  void shouldDocumentItsDefaults() {
    assertThat(Setting.SENSITIVE.standard().split(", "))
        .containsExactlyElementsOf(SensitivePaths.DEFAULT_RULES);
    assertThat(Setting.PORT.standard().split(", "))
        .containsExactlyInAnyOrderElementsOf(
            MonitorConfig.DEFAULT_PORTS.stream().map(String::valueOf).toList());
    assertThat(Setting.PROBE.standard().split(", "))
        .containsExactlyInAnyOrderElementsOf(
            MonitorConfig.DEFAULT_PROBES.stream().map(kind -> kind.label()).toList());
    assertThat(Setting.OUTPUT.standard()).isEqualTo(MonitorConfig.defaults().output().label());
  }

  @Test
  void shouldPreferAFlagToTheFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), "output: json\nduration: 1s\n");
    Settings before = new Settings().flag(Setting.OUTPUT, List.of("console")).file(file);
    Settings after = new Settings().file(file).flag(Setting.OUTPUT, List.of("console"));
    for (Settings settings : List.of(before, after)) {
      assertThat(settings.config().output()).isEqualTo(OutputFormat.CONSOLE);
      assertThat(settings.config().duration()).isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void shouldNameTheFlagThatIsWrong() {
    assertThatThrownBy(() -> with(Setting.PORT, "80", "0"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--port: error: \"0\" is not a port, from 1 to 65535");
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500", "10s, 10000", "5m, 300000", "1h, 3600000"})
  void shouldReadDurations(String text, long millis) {
    assertThat(with(Setting.DURATION, text).duration()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "s",
        "-1s",
        "1.5s",
        "0s",
        "1d",
        "1s ",
        "9999999999s",
        "１s",
        "999999999h"
      })
  void shouldRefuseOtherDurations(String text) {
    assertThatThrownBy(() -> with(Setting.DURATION, text)).isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", "", "4294967296"})
  void shouldRefuseWhatIsNotAPort(String text) {
    assertThatThrownBy(() -> with(Setting.PORT, text)).isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tree",
        "tree:",
        "tree:0",
        "tree:-1",
        "tree:4194305",
        "cgroup:/no/such",
        "ALL",
        "cgroup:\0",
        "cgroup:",
        "cgroup:/../.."
      })
  void shouldRefuseWhatIsNotAScope(String text) {
    assertThatThrownBy(() -> with(Setting.SCOPE, text)).isInstanceOf(ConfigException.class);
  }

  @Test
  void shouldReadTheTreeOfAProcess() {
    long pid = ProcessHandle.current().pid();
    assertThat(with(Setting.SCOPE, "tree:" + pid).scope())
        .isEqualTo(new Scope.Tree((int) pid, true))
        .hasToString("tree:" + pid);
  }

  /** {@code /proc} has a directory for a thread too, and a tree of it would be empty. */
  @Test
  void shouldNameTheProcessWhereAThreadIsGiven() throws Exception {
    long self = ProcessHandle.current().pid();
    long thread = anotherThread(self);
    assertThatThrownBy(() -> with(Setting.SCOPE, "tree:" + thread))
        .hasMessageContaining(thread + " is a thread of process " + self);
  }

  private static long anotherThread(long process) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads
          .mapToLong(path -> Long.parseLong(path.getFileName().toString()))
          .filter(thread -> thread != process)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void shouldTakeSeveralValuesWithCommas() {
    assertThat(with(Setting.PORT, "22,80, 443").ports()).containsExactlyInAnyOrder(22, 80, 443);
    assertThat(with(Setting.PROBE, "exec,exit").probes())
        .containsExactlyInAnyOrder(EventKind.EXEC, EventKind.EXIT);
    assertThatThrownBy(() -> with(Setting.PROBE, "exec,,exit")).isInstanceOf(ConfigException.class);
  }

  @Test
  void shouldFollowLinksInSensitivePaths(@TempDir Path directory) throws IOException {
    Path real = Files.createDirectory(directory.toRealPath().resolve("real"));
    Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), real);
    assertThat(with(Setting.SENSITIVE, link + "/").sensitive().matches(real + "/key")).isTrue();
    assertThat(with(Setting.SENSITIVE, link + "/later").sensitive().matches(real + "/later"))
        .as("a file that is not there yet")
        .isTrue();
    assertThatThrownBy(() -> with(Setting.SENSITIVE, real.toString()))
        .hasMessageContaining("is a directory; end it in / for all below it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"etc", "/", "~/", "/a/../b", "/a/*.pem", "/a/[b]", "/./a", "~ada/x", "/\0"})
  void shouldRefuseWhatIsNotASensitivePath(String rule) {
    assertThatThrownBy(() -> with(Setting.SENSITIVE, rule)).isInstanceOf(ConfigException.class);
  }

  @Test
  void shouldMatchSensitivePathsByWholeNames() {
    SensitivePaths paths =
        SensitivePaths.of(List.of("/etc/shadow", "/root/.ssh/", "~/.aws/credentials", "~/.gnupg/"));
    assertThat(
            List.of(
                "/etc/shadow",
                "/root/.ssh/a/b",
                "/home/x/.aws/credentials",
                "/.gnupg/k",
                "/y/.gnupg/k"))
        .allMatch(paths::matches);
    assertThat(
            List.of(
                "/etc/shadow-",
                "/x/etc/shadow",
                "/root/.ssh",
                "/root/.ssh/",
                "/h/x.aws/credentials",
                "/h/.aws/credentials/z",
                "/h/.gnupg"))
        .noneMatch(paths::matches);
    assertThat(paths.matchesEnd("shadow")).isTrue();
    assertThat(paths.matchesEnd("../../etc/shadow")).isTrue();
    assertThat(paths.matchesEnd("hadow")).isFalse();
    assertThat(paths.candidateFileNames()).containsExactly("shadow", "credentials");
    assertThat(paths.candidateDirectoryNames()).containsExactly(".ssh", ".gnupg");
  }
}
