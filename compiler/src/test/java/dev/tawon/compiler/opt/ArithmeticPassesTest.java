package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Function;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Passes over numbers, one at a time. */
final class ArithmeticPassesTest {
  private static final String DIVISION =
      """
      b0:
        int a = argument 0
        int b = argument 1
        int q = a / b
        return q
      """;

  private static Consumer<Function> dividingFor(Target target) {
    return function -> SignedDivision.run(function, target);
  }

  @Test
  void shouldFoldConstantsAndSums() {
    assertThat(
            after(
                ConstantFolding::run,
                """
                b0:
                  int a = argument 0
                  int b = a + 3
                  int c = b + 4
                  int d = 6 * 7
                  int e = c ^ d
                  return e
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int c = a + 7
                  int e = c ^ 42
                  return e
                """));
  }

  @Test
  void shouldShiftForPowersOfTwo() {
    assertThat(
            after(
                ConstantFolding::run,
                """
                b0:
                  int a = argument 0
                  int b = a * 8
                  int c = b u/ 16
                  int d = c u% 4
                  return d
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int b = a << 3
                  int c = b >>> 4
                  int d = c & 3
                  return d
                """));
  }

  @Test
  void shouldNotFoldADivisionByZeroOrASumThatIsUsedTwice() {
    String same =
        """
        b0:
          int a = argument 0
          int b = a + 3
          int c = b + 4
          int d = b * c
          int e = d u/ 0
          return e
        """;
    assertThat(after(ConstantFolding::run, same)).isEqualTo(graph(same));
  }

  @Test
  void shouldNegateForADivisionByMinusOne() {
    assertThat(
            after(
                ConstantFolding::run,
                """
                b0:
                  long a = argument 0
                  long b = a / -1
                  return b
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  long a = argument 0
                  long b = -a
                  return b
                """));
  }

  @Test
  void shouldKeepTheSignedDivisionWhereTheTargetHasIt() {
    assertThat(after(dividingFor(Target.of(6, 12)), DIVISION)).isEqualTo(graph(DIVISION));
  }

  @Test
  void shouldDivideMagnitudesWhereTheTargetHasNoSignedDivision() {
    String expected =
        graph(
            """
            b0:
              int a = argument 0
              int b = argument 1
              int s = a >> 31
              int x = a ^ s
              int m = x - s
              int t = b >> 31
              int y = b ^ t
              int n = y - t
              int u = m u/ n
              int z = s ^ t
              int f = u ^ z
              int q = f - z
              return q
            """);
    assertThat(after(dividingFor(Target.of(6, 1)), DIVISION)).isEqualTo(expected);
    assertThat(after(dividingFor(Target.of(6, 12).withIsa(IsaVersion.V3)), DIVISION))
        .isEqualTo(expected);
  }

  @Test
  void shouldNotLetAKernelDivideTheLeastNumberByMinusOneThatTrapsThere() {
    assertThat(after(dividingFor(Target.of(6, 6)), DIVISION)).doesNotContain(" / ");
    String byTen =
        """
        b0:
          int a = argument 0
          int q = a / 10
          return q
        """;
    assertThat(after(dividingFor(Target.of(6, 6)), byTen)).isEqualTo(graph(byTen));
  }

  @Test
  void shouldDivideWithoutSignWhatIsNotNegative() {
    assertThat(
            after(
                dividingFor(Target.of(6, 12)),
                """
                b0:
                  int a = argument 0
                  int b = a & 255
                  int r = b % 10
                  return r
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int b = a & 255
                  int r = b u% 10
                  return r
                """));
  }

  @Test
  void shouldRoundToZeroWhereItShiftsForADivision() {
    assertThat(
            after(
                dividingFor(Target.of(6, 12)),
                """
                b0:
                  int a = argument 0
                  int q = a / 4
                  return q
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int s = a >> 31
                  int m = s >>> 30
                  int t = a + m
                  int q = t >> 2
                  return q
                """));
  }

  @Test
  void shouldChooseBetweenConstantsWithoutABranch() {
    String text =
        """
        b0:
          int a = argument 0
          int c = a & 1
          if c == 0 then b1 else b2
        b1:
          jump b3
        b2:
          jump b3
        b3:
          int r = phi b1:0 b2:1
          return r
        """;
    assertThat(after(Selects::run, text)).doesNotContain("phi");
  }

  @Test
  void shouldNotChooseWithoutABranchWhereABlockDoesSomething() {
    String text =
        """
        b0:
          int a = argument 0
          int c = a & 1
          if c == 0 then b1 else b2
        b1:
          call 5
          jump b3
        b2:
          jump b3
        b3:
          int r = phi b1:0 b2:1
          return r
        """;
    assertThat(after(Selects::run, text)).isEqualTo(graph(text));
  }
}
