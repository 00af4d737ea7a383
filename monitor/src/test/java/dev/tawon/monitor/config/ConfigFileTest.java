package dev.tawon.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.monitor.ConfigException;
import dev.tawon.monitor.MonitorConfig;
import dev.tawon.monitor.OutputFormat;
import dev.tawon.monitor.Scope;
import dev.tawon.monitor.SensitivePaths;
import dev.tawon.monitor.Setting;
import dev.tawon.monitor.Settings;
import dev.tawon.monitor.event.EventKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  private static final String VALID =
      """
      scope: all
      duration: 90s
      probe: [fork, exec]
      sensitive:
        - /etc/hosts
        - ~/.aws/
      port: [80, 443]
      output: json
      """;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("tawon.yaml");
  }

  private MonitorConfig config(String yaml) throws IOException {
    Files.writeString(file, yaml);
    return new Settings().file(file).config();
  }

  private List<String> problems(String yaml) throws IOException {
    Files.writeString(file, yaml);
    ConfigException problem =
        catchThrowableOfType(ConfigException.class, () -> new Settings().file(file).config());
    assertThat(problem).as(yaml).isNotNull();
    return problem.problems().stream()
        .map(line -> line.replace(file.toString(), "tawon.yaml"))
        .toList();
  }

  @Test
  void shouldReadEverySetting() throws IOException {
    assertThat(config(VALID))
        .isEqualTo(
            new MonitorConfig(
                Scope.ALL,
                Duration.ofSeconds(90),
                java.util.Set.of(EventKind.FORK, EventKind.EXEC),
                SensitivePaths.of(List.of("/etc/hosts", "~/.aws/")),
                java.util.Set.of(80, 443),
                OutputFormat.JSON));
    assertThat(ConfigFile.read(file).values().keySet()).containsAll(Setting.ALL);
  }

  @Test
  void shouldTakeOneValueForAList() throws IOException {
    assertThat(config("port: 80").ports()).containsExactly(80);
    assertThat(config("probe: exit").probes()).containsExactly(EventKind.EXIT);
  }

  @Test
  void shouldTakeAnEmptyListForNothing() throws IOException {
    assertThat(config("port: []").ports()).isEmpty();
    assertThat(config("sensitive: []").sensitive().rules()).isEmpty();
  }

  @Test
  void shouldTakeAFileOfNothingForTheDefaults() throws IOException {
    for (String nothing : List.of("", "\n", "# a comment\n", "---\n", "{}", "null")) {
      assertThat(config(nothing)).as(nothing).isEqualTo(MonitorConfig.defaults());
    }
  }

  @Test
  void shouldSuggestTheKeyThatIsMeant() throws IOException {
    assertThat(problems("output: json\nsensitiv: /a\n"))
        .containsExactly(
            "tawon.yaml:2:1: error: unknown key \"sensitiv\"; did you mean \"sensitive\"?");
  }

  @Test
  void shouldListTheKeysWhenNoneIsNear() throws IOException {
    assertThat(problems("colours: red"))
        .containsExactly(
            "tawon.yaml:1:1: error: unknown key \"colours\"; there are scope, duration, probe,"
                + " sensitive, port, output");
  }

  @Test
  void shouldRefuseAKeyThatIsGivenTwice() throws IOException {
    assertThat(problems("output: json\nport: 1\noutput: console\n"))
        .containsExactly("tawon.yaml:3:1: error: key \"output\" is given twice");
  }

  @Test
  void shouldRefuseValuesOfTheWrongShape() throws IOException {
    assertThat(problems("output: [json]"))
        .containsExactly("tawon.yaml:1:9: error: output is a single value");
    assertThat(problems("port: {a: 1}"))
        .containsExactly("tawon.yaml:1:7: error: port is a value or a list of them");
    assertThat(problems("port:\n  - 80\n  - [1]\n"))
        .containsExactly("tawon.yaml:3:5: error: an element of port is a single value");
    assertThat(problems("duration:\n"))
        .containsExactly("tawon.yaml:1:10: error: duration has no value");
    assertThat(problems("- a\n"))
        .containsExactly("tawon.yaml:1:1: error: the file is a mapping from settings to values");
    assertThat(problems("? [a]\n: b\n"))
        .containsExactly("tawon.yaml:1:3: error: a key is a setting's name");
  }

  @Test
  void shouldRefuseValuesThatAreWrong() throws IOException {
    assertThat(problems("port: [80, ssh]"))
        .containsExactly("tawon.yaml:1:12: error: \"ssh\" is not a port, from 1 to 65535");
    assertThat(problems("probe:\n- exec\n- dns\n"))
        .containsExactly(
            "tawon.yaml:3:3: error: probe \"dns\" is none of fork, exec, exit, file, network");
    assertThat(problems("duration: 10"))
        .containsExactly(
            "tawon.yaml:1:11: error: duration \"10\" is not a number with ms, s, m or h, such as 10s");
    assertThat(problems("output: xml"))
        .containsExactly("tawon.yaml:1:9: error: output \"xml\" is neither console nor json");
    assertThat(problems("scope: tree:x"))
        .containsExactly("tawon.yaml:1:8: error: \"x\" is not a process id");
    assertThat(problems("sensitive: [/ok, etc/passwd]"))
        .containsExactly(
            "tawon.yaml:1:18: error: sensitive path \"etc/passwd\" is neither absolute nor below ~/");
  }

  @Test
  void shouldReportAllProblemsAtOnce() throws IOException {
    assertThat(problems("prot: 1\noutput: xml\nduration: never\n")).hasSize(3);
  }

  @Test
  void shouldSayWhereTheYamlBreaks() throws IOException {
    assertThat(problems("port: [80\noutput: json\n").getFirst())
        .startsWith("tawon.yaml:2:")
        .contains(": error: ");
    assertThat(problems("a: b: c").getFirst())
        .isEqualTo("tawon.yaml:1:5: error: mapping values are not allowed here");
    assertThat(problems("output: json\n---\noutput: json\n").getFirst())
        .startsWith("tawon.yaml:2:1: error: ");
    assertThat(problems("output: *gone").getFirst()).startsWith("tawon.yaml:1:9: error: ");
    assertThat(problems("output: \u0001").getFirst()).contains(": error: ");
  }

  @Test
  void shouldRefuseWhatIsNotAFileOfText() throws IOException {
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThat(readProblem()).isEqualTo("tawon.yaml:1:2: error: not text in UTF-8");
    Files.writeString(file, "#".repeat((1 << 20) + 1));
    assertThat(readProblem()).isEqualTo("tawon.yaml: error: larger than a megabyte");
    Files.delete(file);
    assertThat(readProblem()).isEqualTo("tawon.yaml: error: there is no such file");
    Files.createDirectory(file);
    assertThat(readProblem()).startsWith("tawon.yaml: error: cannot be read: ");
  }

  private String readProblem() {
    return catchThrowableOfType(ConfigException.class, () -> ConfigFile.read(file))
        .problems()
        .getFirst()
        .replace(file.toString(), "tawon.yaml");
  }

  @Test
  void shouldReadOrRefuseWhateverBytesComeAndNeverFailOtherwise() throws IOException {
    long seed = Long.getLong("tawon.seed", 20_261_124L);
    Random random = new Random(seed);
    String signs = "{}[]:,-?*&!|>%@`'\"# \n\t~<.0aé\u0000\ufeff";
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = VALID.getBytes(StandardCharsets.UTF_8);
      StringBuilder text = new StringBuilder(VALID);
      for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, signs.charAt(random.nextInt(signs.length())));
          default -> text.setCharAt(at, signs.charAt(random.nextInt(signs.length())));
        }
      }
      if (random.nextInt(4) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      } else {
        bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      }
      Files.write(file, bytes);
      try {
        new Settings().file(file).config();
      } catch (ConfigException e) {
        assertThat(e.problems()).isNotEmpty().allMatch(line -> line.contains(": error: "));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ", round " + i + ":\n" + text, e);
      }
    }
  }

  @Test
  void shouldRefuseDeepNestingAndAliasBombs() throws IOException {
    String deep = "[".repeat(50_000);
    assertThat(problems("port: " + deep))
        .containsExactly("tawon.yaml:1:70: error: nested too deeply");
    assertThat(problems("port: " + deep + "]".repeat(50_000)))
        .containsExactly("tawon.yaml:1:70: error: nested too deeply");
    StringBuilder bomb = new StringBuilder("a: &a [x]\n");
    for (char c = 'b'; c < 'z'; c++) {
      char last = (char) (c - 1);
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(("*" + last + ",").repeat(9)).append("*").append(last).append("]\n");
    }
    assertThat(problems(bomb.toString())).isNotEmpty();
  }

  @Test
  void shouldSayWhereAFileIsNotText() throws IOException {
    Files.write(file, new byte[] {'p', 'o', 'r', 't', ':', '\n', ' ', (byte) 0xff});
    ConfigException problem =
        catchThrowableOfType(ConfigException.class, () -> new Settings().file(file));
    assertThat(problem.problems()).containsExactly(file + ":2:2: error: not text in UTF-8");
    assertThat(problems("port:\n 😀 \u0007"))
        .containsExactly(
            "tawon.yaml:2:4: error: the character U+0007 may not stand in a YAML file");
  }

  @Test
  void shouldReadNoMoreOfAnEndlessFileThanItTakes() {
    ConfigException problem =
        catchThrowableOfType(
            ConfigException.class, () -> new Settings().file(Path.of("/dev/zero")));
    assertThat(problem.problems()).containsExactly("/dev/zero: error: larger than a megabyte");
  }

  @Test
  void shouldRefuseToLookForNothing() throws IOException {
    assertThat(problems("probe: []"))
        .containsExactly(
            "tawon.yaml:1:8: error: probe names no kind of event, so that nothing would be shown");
    assertThat(config("port: []\nsensitive: []").ports()).isEmpty();
  }
}
