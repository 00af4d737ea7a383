package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Keys of maps on the stack, and when they need not be written again. */
final class KeptKeysTest {
  @Test
  void shouldWriteAKeyOnceForSeveralCalls() {
    assertThat(
            after(
                KeptKeys::run,
                """
                b0:
                  int k = argument 0
                  ref s = key NAMES
                  store u32 [s] k
                  int a = call 1 s
                  store u32 [s] k
                  int b = call 3 s
                  return b
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int k = argument 0
                  ref s = key NAMES
                  store u32 [s] k
                  int a = call 1 s
                  int b = call 3 s
                  return b
                """));
  }

  @Test
  void shouldTakeTheSlotOfAnotherMapThatHoldsTheKey() {
    assertThat(
            after(
                KeptKeys::run,
                """
                b0:
                  int k = argument 0
                  ref s = key NAMES
                  store u32 [s] k
                  int a = call 1 s
                  ref t = key COUNTS
                  store u32 [t] k
                  int b = call 1 t
                  return b
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int k = argument 0
                  ref s = key NAMES
                  store u32 [s] k
                  int a = call 1 s
                  ref t = key NAMES
                  int b = call 1 t
                  return b
                """));
  }

  @Test
  void shouldKeepASlotThatHoldsOtherKeysToo() {
    String text =
        """
        b0:
          ref s = key NAMES
          store u32 [s] 0
          int a = call 1 s
          ref t = key COUNTS
          store u32 [t] 1
          int b = call 1 t
          store u32 [t] 0
          int c = call 1 t
          return c
        """;
    assertThat(after(KeptKeys::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldWriteAKeyAgainWhereTheOtherSlotHoldsAnotherByThen() {
    String text =
        """
        b0:
          ref s = key NAMES
          store u32 [s] 0
          int a = call 1 s
          ref t = key COUNTS
          store u32 [t] 0
          int b = call 1 t
          store u32 [s] 7
          int c = call 1 s
          store u32 [t] 0
          int d = call 1 t
          return d
        """;
    assertThat(after(KeptKeys::run, text))
        .isEqualTo(graph(text.replaceFirst("(int c = call 1 s\n) *store u32 \\[t\\] 0\n", "$1")));
  }

  @Test
  void shouldWriteAKeyThatOnlyOneWayToACallHasWritten() {
    String text =
        """
        b0:
          int k = argument 0
          ref s = key NAMES
          if k == 0 then b1 else b2
        b1:
          store u32 [s] k
          int a = call 1 s
          jump b2
        b2:
          store u32 [s] k
          int b = call 1 s
          return b
        """;
    assertThat(after(KeptKeys::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldWriteTheNumberOfEachRound() {
    String text =
        """
        b0:
          ref s = key NAMES
          jump b1
        b1:
          int i = phi b0:0 b1:j
          store u32 [s] i
          int a = call 1 s
          int j = i + 1
          if j < 9 then b1 else b2
        b2:
          return a
        """;
    assertThat(after(KeptKeys::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldHaveOneSlotForMapsOfWhichAllHaveOneKey() {
    assertThat(
            after(
                KeptKeys::run,
                """
                b0:
                  long k = argument 0
                  ref s = key NAMES
                  ref t = key COUNTS
                  if k == 0 then b1 else b2
                b1:
                  store u64 [t] k
                  int a = call 1 t
                  jump b2
                b2:
                  store u64 [s] k
                  int b = call 1 s
                  store u64 [t] k
                  int c = call 1 t
                  return c
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  long k = argument 0
                  ref s = key COUNTS
                  ref t = key COUNTS
                  if k == 0 then b1 else b2
                b1:
                  store u64 [t] k
                  int a = call 1 t
                  jump b2
                b2:
                  store u64 [s] k
                  int b = call 1 s
                  int c = call 1 t
                  return c
                """));
  }
}
