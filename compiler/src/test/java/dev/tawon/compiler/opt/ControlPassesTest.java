package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.compiler.front.SourceError;
import org.junit.jupiter.api.Test;

/** Passes over blocks and what is known in them, one at a time. */
final class ControlPassesTest {
  private static final String COUNTED =
      """
      b0:
        int a = argument 0
        jump b1
      b1:
        int i = phi b0:0 b2:n
        int s = phi b0:a b2:t
        if i < %d then b2 else b3
      b2:
        int t = s + i
        int n = i + 1
        jump b1
      b3:
        return s
      """;

  @Test
  void shouldShareEqualValuesThatOneOfThemDominates() {
    assertThat(
            after(
                ValueNumbering::run,
                """
                b0:
                  int a = argument 0
                  int b = a * 3
                  if b == 0 then b1 else b2
                b1:
                  int c = a * 3
                  return c
                b2:
                  return 1
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int b = a * 3
                  if b == 0 then b1 else b2
                b1:
                  return b
                b2:
                  return 1
                """));
  }

  @Test
  void shouldNotShareWhatIsComputedOnAnotherWayOrReadFromMemory() {
    String text =
        """
        b0:
          int a = argument 0
          ref p = argument 1
          int x = load u32 [p]
          if a == 0 then b1 else b2
        b1:
          int b = a * 3
          return b
        b2:
          int c = a * 3
          int y = load u32 [p]
          int d = c + y
          int e = d + x
          return e
        """;
    assertThat(after(ValueNumbering::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldDropChecksThatCannotFail() {
    assertThat(
            after(
                ValueNumbering::run,
                """
                b0:
                  int a = argument 0
                  ref p = argument 1
                  int i = a & 7
                  check i <= 15
                  check p != null
                  check p != null
                  check a <= 15
                  check a <= 31
                  return i
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  ref p = argument 1
                  int i = a & 7
                  check p != null
                  check a <= 15
                  return i
                """));
  }

  @Test
  void shouldKeepAWiderCheckBehindWhichANarrowerOneStands() {
    String text =
        """
        b0:
          int a = argument 0
          check a <= 31
          check a <= 15
          return a
        """;
    assertThat(after(ValueNumbering::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldFollowTheOnlyWayThatRangesLeave() {
    assertThat(
            after(
                BranchFolding::run,
                """
                b0:
                  int a = argument 0
                  int b = a & 7
                  if b < 8 then b1 else b2
                b1:
                  return b
                b2:
                  return 1
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int b = a & 7
                  jump b1
                b1:
                  return b
                """));
  }

  @Test
  void shouldFollowTheOnlyWayThatANumberComparesWithItself() {
    assertThat(
            after(
                BranchFolding::run,
                """
                b0:
                  int a = argument 0
                  int b = a & 7
                  long c = int_to_long b
                  int d = long_to_int c
                  if b u< d then b1 else b2
                b1:
                  return b
                b2:
                  return 1
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  jump b2
                b2:
                  return 1
                """));
  }

  @Test
  void shouldKeepABranchThatMayGoBothWays() {
    String text =
        """
        b0:
          int a = argument 0
          int b = a & 7
          if b < 7 then b1 else b2
        b1:
          return b
        b2:
          return 1
        """;
    assertThat(after(BranchFolding::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldJoinABlockWithTheOnlyOneThatLeadsToIt() {
    assertThat(
            after(
                StraightBlocks::run,
                """
                b0:
                  int a = argument 0
                  jump b1
                b1:
                  int b = a + 1
                  return b
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  int b = a + 1
                  return b
                """));
  }

  @Test
  void shouldNotJoinABlockThatIsComeToFromElsewhere() {
    assertThat(after(StraightBlocks::run, COUNTED.formatted(9)))
        .isEqualTo(graph(COUNTED.formatted(9)));
  }

  @Test
  void shouldGoStraightToWhereAKnownBooleanLeads() {
    assertThat(
            after(
                JumpThreading::run,
                """
                b0:
                  int a = argument 0
                  if a == 5 then b1 else b2
                b1:
                  jump b3
                b2:
                  jump b3
                b3:
                  int c = phi b1:1 b2:0
                  if c == 0 then b4 else b5
                b4:
                  return 7
                b5:
                  return 8
                """))
        .doesNotContain("phi")
        .contains("if v0 == 5");
  }

  @Test
  void shouldNotThreadWhatIsNotKnown() {
    String text =
        """
        b0:
          int a = argument 0
          int b = argument 1
          if a == 5 then b1 else b2
        b1:
          jump b3
        b2:
          jump b3
        b3:
          int c = phi b1:a b2:b
          if c == 0 then b4 else b5
        b4:
          return 7
        b5:
          return 8
        """;
    assertThat(after(JumpThreading::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldWriteOutALoopOfAFewRounds() {
    assertThat(after(LoopUnrolling::run, COUNTED.formatted(3))).doesNotContain("phi");
  }

  @Test
  void shouldNotWriteOutManyEarlyEndsOfALoop() {
    String text =
        """
        b0:
          int a = argument 0
          ref m = call 1 0
          jump b1
        b1:
          int i = phi b0:0 b3:n
          int s = phi b0:a b3:u
          if i < 24 then b2 else b4
        b2:
          int t = load u8 [m + 3]
          if t == s then b4 else b3
        b3:
          int v = s * 10
          int w = v + t
          int u = w ^ 5
          int n = i + 1
          jump b1
        b4:
          int r = phi b1:s b2:t
          return r
        """;
    assertThat(after(LoopUnrolling::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldNotWriteOutALoopOfManyRounds() {
    assertThat(after(LoopUnrolling::run, COUNTED.formatted(1000)))
        .isEqualTo(graph(COUNTED.formatted(1000)));
  }

  @Test
  void shouldSplitAnEdgeThatIsNeitherTheOnlyOneOutNorIn() {
    assertThat(
            after(
                CriticalEdges::split,
                """
                b0:
                  int a = argument 0
                  if a == 0 then b2 else b1
                b1:
                  jump b2
                b2:
                  int r = phi b0:1 b1:2
                  return r
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  if a == 0 then b3 else b1
                b3:
                  jump b2
                b1:
                  jump b2
                b2:
                  int r = phi b3:1 b1:2
                  return r
                """));
  }

  @Test
  void shouldLeaveOtherEdges() {
    assertThat(after(CriticalEdges::split, COUNTED.formatted(9)))
        .isEqualTo(graph(COUNTED.formatted(9)));
  }

  @Test
  void shouldDropPhisOfOneValueAndWhatNobodyReads() {
    assertThat(
            after(
                Simplification::run,
                """
                b0:
                  int a = argument 0
                  int unused = a * 3
                  if a == 0 then b1 else b2
                b1:
                  jump b2
                b2:
                  int r = phi b0:a b1:a
                  return r
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  if a == 0 then b1 else b2
                b1:
                  jump b2
                b2:
                  return a
                """));
  }

  @Test
  void shouldRefuseALoopThatNothingEnds() {
    String text =
        """
        b0:
          jump b1
        b1:
          jump b1
        """;
    assertThatThrownBy(() -> after(EndlessLoops::check, text)).isInstanceOf(SourceError.class);
    assertThat(after(EndlessLoops::check, COUNTED.formatted(9)))
        .isEqualTo(graph(COUNTED.formatted(9)));
  }
}
