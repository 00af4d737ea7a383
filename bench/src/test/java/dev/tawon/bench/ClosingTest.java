package dev.tawon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tawon.bench.Closing.Outcome;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private static final String LINE =
      "tawon: exec: 12 produced, 2 filtered, 10 delivered, 0 lost;"
          + " file: 1000 produced, 990 filtered, 8 delivered, 1 lost\n";

  @Test
  void shouldFindTheOutcomeOfEachKind() {
    Closing closing = Closing.parse("watching\n" + LINE);
    assertThat(closing.of("exec")).isEqualTo(new Outcome(12, 2, 10, 0));
    assertThat(closing.of("file")).isEqualTo(new Outcome(1000, 990, 8, 1));
    assertThat(closing.of("network")).isEqualTo(Outcome.NONE);
    assertThat(closing.delivered()).isEqualTo(18);
    assertThat(closing.lost()).isEqualTo(1);
  }

  @Test
  void shouldNoticeWhatIsNotAccountedFor() {
    assertThat(Closing.parse(LINE).isExact()).isFalse();
    assertThat(Closing.parse(LINE).of("exec").isExact()).isTrue();
  }

  @Test
  void shouldRejectATextWithoutTheLine() {
    assertThatIllegalArgumentException().isThrownBy(() -> Closing.parse("killed"));
  }
}
