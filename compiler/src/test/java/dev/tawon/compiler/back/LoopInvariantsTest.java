package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is computed and read before a loop, and what is not. */
final class LoopInvariantsTest {
  /** Sums what a body makes of each number below one that is given. */
  private static String loop(String before, String body) {
    return """
    b0:
      int n = argument 0
      int a = argument 1
      ref g = global 8
    %s  jump b1
    b1:
      int i = phi b0:0 b2:j
      int s = phi b0:0 b2:t
      if i < n then b2 else b3
    b2:
    %s  int t = s + x
      int j = i + 1
      jump b1
    b3:
      return s
    """
        .formatted(before, body);
  }

  private static void assertMoved(String moved) {
    assertThat(after(LoopInvariants::run, loop("", moved))).isEqualTo(graph(loop(moved, "")));
  }

  private static void assertStays(String body) {
    assertThat(after(LoopInvariants::run, loop("", body))).isEqualTo(graph(loop("", body)));
  }

  @Test
  void shouldComputeBeforeTheLoopWhatIsTheSameInEachRound() {
    assertMoved("  int b = a * 3\n  int x = b ^ a\n");
  }

  @Test
  void shouldReadBeforeTheLoopWhatNothingInItChanges() {
    assertMoved("  int x = load u32 [g + 4]\n");
  }

  @Test
  void shouldReadInEachRoundWhatTheLoopWrites() {
    assertStays("  int x = load u32 [g + 4]\n  store u32 [g + 4] i\n");
  }

  @Test
  void shouldReadInEachRoundWhatACallMayWrite() {
    assertStays("  int x = load u32 [g + 4]\n  ref m = stack 8\n  int c = call 4 m\n");
  }

  @Test
  void shouldComputeInEachRoundWhatIsMadeOfTheCounter() {
    assertStays("  int b = i * 3\n  int x = b ^ a\n");
  }

  @Test
  void shouldLeaveWhatIsMadeOfANumberThatTheLoopChecks() {
    assertStays("  check a <= 15\n  int x = a * 8\n");
  }

  @Test
  void shouldLeaveAReadThroughWhatTheLoopComparesWithNull() {
    String text =
        """
        b0:
          int n = argument 0
          ref k = stack 8
          ref p = call 1 k
          jump b1
        b1:
          int i = phi b0:0 b4:j
          if i < n then b2 else b3
        b2:
          if p == null then b3 else b4
        b4:
          int x = load u32 [p]
          int t = call 5
          int j = i + x
          jump b1
        b3:
          return i
        """;
    assertThat(after(LoopInvariants::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldLeaveWhatOnlySomeRoundsDo() {
    String text =
        """
        b0:
          int n = argument 0
          int a = argument 1
          jump b1
        b1:
          int i = phi b0:0 b5:j
          int s = phi b0:0 b5:t
          if i < n then b2 else b3
        b2:
          if s == 7 then b4 else b5
        b4:
          int x = a * 3
          jump b5
        b5:
          int t = phi b2:s b4:x
          int j = i + 1
          jump b1
        b3:
          return s
        """;
    assertThat(after(LoopInvariants::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldMoveNoMoreThanThereAreRegistersFor() {
    StringBuilder body = new StringBuilder("  int y0 = i ^ a\n");
    for (int i = 1; i < 12; i++) {
      body.append("  int x%d = a * %d\n".formatted(i, i + 2));
      body.append("  int y%d = y%d ^ x%d\n".formatted(i, i - 1, i));
    }
    String after = after(LoopInvariants::run, loop("", body + "  int x = y11 + 1\n"));
    assertThat(after.substring(0, after.indexOf("b1:")).lines().filter(line -> line.contains("*")))
        .hasSizeBetween(1, 6);
  }
}
