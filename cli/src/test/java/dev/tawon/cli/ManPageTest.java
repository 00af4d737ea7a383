package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPageTest {
  private static List<ManPage> pages() {
    return ManPage.all(Tawon.commandLine(Environment.current()).getCommandSpec());
  }

  @Test
  void shouldBeTheManualThatIsCheckedIn() {
    for (ManPage page : pages()) {
      Golden.compare(Path.of("docs/man", page.fileName()), page.roff());
    }
  }

  @Test
  void shouldHaveAPageForEachCommandAndItself() {
    assertThat(pages())
        .extracting(ManPage::fileName)
        .contains("tawon.1", "tawon-monitor.1", "tawon-trace.1", "tawon-doctor.1");
  }

  @Test
  void shouldWriteThePagesToADirectory(@TempDir Path directory) throws IOException {
    TawonRun run = TawonRun.of("generate-man", directory.resolve("man1").toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(directory.resolve("man1/tawon.1"))).contains(".TH TAWON 1");
  }

  @Test
  void shouldKeepRoffFromReadingTextAsRequests() {
    assertThat(pages())
        .allSatisfy(page ->
            assertThat(page.roff().lines())
                .allMatch(line -> !line.startsWith("'") && !line.contains("%n")));
  }
}
