package dev.tawon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void shouldGroupThousands() {
    assertThat(Format.count(1_234_567.4)).isEqualTo("1,234,567");
    assertThat(Format.decimal(1234.56, 1)).isEqualTo("1,234.6");
  }

  @Test
  void shouldWriteADashForNothing() {
    assertThat(Format.count(Double.NaN)).isEqualTo("–");
    assertThat(Format.decimal(Double.NaN, 2)).isEqualTo("–");
  }

  @Test
  void shouldShowTheSpreadOfMoreThanOne() {
    assertThat(Format.spread(Samples.of(3, 1, 2))).isEqualTo("2 (1–3)");
    assertThat(Format.spread(Samples.of(3))).isEqualTo("3");
  }

  @Test
  void shouldSignDifferences() {
    assertThat(Format.difference(12.4)).isEqualTo("+12");
    assertThat(Format.difference(-1200)).isEqualTo("−1,200");
  }
}
