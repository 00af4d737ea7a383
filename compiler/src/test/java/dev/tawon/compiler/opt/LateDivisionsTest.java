package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Divisions on the way where their result is used. */
final class LateDivisionsTest {
  @Test
  void shouldAskTheDividendWhetherAQuotientIsZero() {
    assertThat(
            after(
                LateDivisions::run,
                """
                b0:
                  long a = argument 0
                  long q = a u/ 1000
                  if q != 0 then b1 else b2
                b1:
                  return q
                b2:
                  return 7
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  long a = argument 0
                  if a u>= 1000 then b1 else b2
                b1:
                  long q = a u/ 1000
                  return q
                b2:
                  return 7
                """));
  }

  @Test
  void shouldDivideOnTheOnlyWayThatNeedsIt() {
    assertThat(
            after(
                LateDivisions::run,
                """
                b0:
                  int a = argument 0
                  int b = argument 1
                  int q = a u% 10
                  if b == 3 then b1 else b2
                b1:
                  return 7
                b2:
                  return q
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int b = argument 1
                  if b == 3 then b1 else b2
                b1:
                  return 7
                b2:
                  int q = a u% 10
                  return q
                """));
  }

  @Test
  void shouldLeaveWhatBothWaysNeedAndRemaindersThatAreCompared() {
    String both =
        """
        b0:
          int a = argument 0
          int q = a u/ 10
          if q == 0 then b1 else b2
        b1:
          int r = q + 1
          return r
        b2:
          return q
        """;
    String remainder =
        """
        b0:
          int a = argument 0
          int q = a u% 10
          if q == 0 then b1 else b2
        b1:
          return 1
        b2:
          return 2
        """;
    assertThat(after(LateDivisions::run, both)).isEqualTo(graph(both));
    assertThat(after(LateDivisions::run, remainder)).isEqualTo(graph(remainder));
  }
}
