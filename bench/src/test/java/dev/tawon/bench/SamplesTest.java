package dev.tawon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void shouldTakeTheMiddleOfAnOddNumber() {
    assertThat(Samples.of(5, 1, 3).median()).isEqualTo(3);
  }

  @Test
  void shouldTakeTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
    assertThat(Samples.of(4, 1, 3, 100).median()).isEqualTo(3.5);
  }

  @Test
  void shouldHaveNoMiddleOfNothing() {
    assertThat(Samples.of().median()).isNaN();
    assertThat(Samples.of().percentile(10)).isNaN();
    assertThat(Samples.of().min()).isNaN();
    assertThat(Samples.of().max()).isNaN();
  }

  @Test
  void shouldTakeANumberThatWasMeasuredAsPercentile() {
    Samples samples = Samples.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
    assertThat(samples.percentile(10)).isEqualTo(10);
    assertThat(samples.percentile(11)).isEqualTo(20);
    assertThat(samples.percentile(100)).isEqualTo(100);
  }

  @Test
  void shouldRejectWhatIsNoPercentage() {
    assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(1).percentile(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(1).percentile(101));
    assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(1).percentile(Double.NaN));
  }

  @Test
  void shouldCountWhatIsAddedAfterALook() {
    Samples samples = Samples.of(3, 2);
    assertThat(samples.max()).isEqualTo(3);
    samples.add(1);
    assertThat(samples.min()).isEqualTo(1);
    assertThat(samples.median()).isEqualTo(2);
  }

  @Test
  void shouldAgreeWithTheDefinitionOnAnyNumbers() {
    long seed = 20_261_124;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      double[] values = random.doubles(1 + random.nextInt(60)).toArray();
      double percent = 1 + random.nextInt(100);
      double found = Samples.of(values).percentile(percent);
      long notAbove = Arrays.stream(values).filter(value -> value <= found).count();
      long below = Arrays.stream(values).filter(value -> value < found).count();
      assertThat(notAbove)
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo((long) Math.ceil(percent / 100 * values.length));
      assertThat((double) below).as("seed %d", seed).isLessThan(percent / 100 * values.length);
    }
  }
}
