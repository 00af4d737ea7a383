package dev.tawon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
  @Test
  void shouldAlignNumbersToTheRight() {
    assertThat(new MarkdownTable("event", "ns", "runs").row("exec", "950", "5").toString())
        .isEqualTo("| event | ns | runs |\n|---|---:|---:|\n| exec | 950 | 5 |\n");
  }

  @Test
  void shouldEscapeBars() {
    assertThat(new MarkdownTable("a").row("x|y").toString()).isEqualTo("| a |\n|---|\n| x\\|y |\n");
  }

  @Test
  void shouldRejectRowsOfAnotherLength() {
    MarkdownTable table = new MarkdownTable("a", "b");
    assertThatIllegalArgumentException().isThrownBy(() -> table.row("x"));
  }
}
