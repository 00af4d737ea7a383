package dev.tawon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerTest {
  @Test
  void shouldCountWholeWindowsAndFailures() {
    int[] calls = {0};
    Tally tally = new Worker(() -> ++calls[0] % 2 == 0, 10).flatOut(System.nanoTime() + 1_000_000);
    assertThat(tally.operations()).isEqualTo(calls[0]).isPositive();
    assertThat(tally.operations() % 10).isZero();
    assertThat(tally.failed()).isEqualTo(calls[0] / 2);
  }

  @Test
  void shouldDoOneWindowWhenTheTimeIsOver() {
    assertThat(new Worker(() -> true, 10).flatOut(System.nanoTime() - 1).operations())
        .isEqualTo(10);
    assertThat(new Worker(() -> true, 10).paced(System.nanoTime() - 1, 1).operations())
        .isEqualTo(1);
  }

  @Test
  void shouldNotExceedItsRate() {
    long begin = System.nanoTime();
    Tally tally = new Worker(() -> true, 10).paced(begin + 20_000_000, 10_000);
    double most = (System.nanoTime() - begin) / 1e9 * 10_000;
    assertThat((double) tally.operations()).isLessThanOrEqualTo(most + 1);
  }
}
