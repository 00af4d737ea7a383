package dev.tawon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void shouldAddUpOperationsAndKeepTheMeanOfEachWindow() {
    Tally tally = new Tally();
    tally.add(10, 1, 1000);
    tally.add(20, 0, 1000);
    assertThat(tally.operations()).isEqualTo(30);
    assertThat(tally.failed()).isEqualTo(1);
    assertThat(tally.windows()).containsExactly(100, 50);
  }

  @Test
  void shouldKeepMoreWindowsThanItBeganWith() {
    Tally tally = new Tally();
    for (int i = 0; i < 5000; i++) {
      tally.add(1, 0, i);
    }
    assertThat(tally.windows()).hasSize(5000).endsWith(4999);
  }
}
