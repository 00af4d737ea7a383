package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Passes over reads and writes, one at a time. */
final class MemoryPassesTest {
  @Test
  void shouldForwardWhatWasWrittenOrRead() {
    assertThat(
            after(
                LoadForwarding::run,
                """
                b0:
                  int a = argument 0
                  ref s = stack 16
                  store u32 [s + 4] a
                  int b = load u32 [s + 4]
                  ref g = global 8
                  int c = load u32 [g]
                  int d = load u32 [g]
                  int e = c + d
                  int f = e + b
                  return f
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  ref s = stack 16
                  store u32 [s + 4] a
                  ref g = global 8
                  int c = load u32 [g]
                  int e = c + c
                  int f = e + a
                  return f
                """));
  }

  @Test
  void shouldNotForwardBehindAWriteThatMayOverlapOrACall() {
    String text =
        """
        b0:
          long i = argument 0
          ref p = argument 1
          ref g = global 8
          int a = load u32 [g]
          ref q = p + i
          store u32 [q] 1
          int b = load u32 [g]
          ref s = stack 8
          int x = call 4 s
          int c = load u32 [g]
          int d = a + b
          int e = d + c
          return e
        """;
    assertThat(after(LoadForwarding::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldDropAStoreThatIsOverwritten() {
    assertThat(
            after(
                DeadStores::run,
                """
                b0:
                  ref s = stack 8
                  store u32 [s] 1
                  store u32 [s + 4] 2
                  store u32 [s] 3
                  int r = call 4 s
                  return r
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref s = stack 8
                  store u32 [s + 4] 2
                  store u32 [s] 3
                  int r = call 4 s
                  return r
                """));
  }

  @Test
  void shouldKeepAStoreThatIsReadBeforeItIsOverwritten() {
    String text =
        """
        b0:
          ref s = stack 8
          store u64 [s] 1L
          int r = call 4 s
          store u64 [s] 3L
          int q = call 4 s
          return q
        """;
    assertThat(after(DeadStores::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldMergeStoresOfConstantsThatLieSideBySide() {
    String merged =
        after(
            StoreMerging::run,
            """
            b0:
              ref s = stack 8
              store u32 [s] 1
              store u32 [s + 4] 0
              int r = call 4 s
              return r
            """);
    assertThat(merged).contains("store u64 [v0] 1").doesNotContain("u32");
  }

  @Test
  void shouldNotMergeStoresThatAreNotAligned() {
    String text =
        """
        b0:
          ref s = stack 16
          store u32 [s + 4] 1
          store u32 [s + 8] 2
          int r = call 4 s
          return r
        """;
    assertThat(after(StoreMerging::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldReadWithoutSignWhereOnlyEqualityIsAsked() {
    assertThat(
            after(
                UnsignedReads::run,
                """
                b0:
                  ref p = argument 0
                  int a = load s8 [p + 9]
                  if a == -1 then b1 else b2
                b1:
                  return 1
                b2:
                  return 0
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref p = argument 0
                  int a = load u8 [p + 9]
                  if a == 255 then b1 else b2
                b1:
                  return 1
                b2:
                  return 0
                """));
  }

  @Test
  void shouldReadTheSignWhereOrderIsAsked() {
    String text =
        """
        b0:
          ref p = argument 0
          int a = load s8 [p + 9]
          if a < 0 then b1 else b2
        b1:
          return 1
        b2:
          return 0
        """;
    assertThat(after(UnsignedReads::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldSwapTheConstantRatherThanTheNumber() {
    assertThat(
            after(
                SwappedReads::run,
                """
                b0:
                  ref p = argument 0
                  int a = load u16 [p]
                  int b = swap_short a
                  if b == 2048 then b1 else b2
                b1:
                  return 1
                b2:
                  return 0
                """))
        .doesNotContain("swap_short")
        .contains("== 8 ");
  }

  @Test
  void shouldReadTheByteThatAShiftLeavesOfASwappedNumber() {
    assertThat(
            after(
                SwappedReads::run,
                """
                b0:
                  ref p = argument 0
                  int a = load u16 [p + 12]
                  int b = swap_short a
                  int c = b >> 12
                  return c
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref p = argument 0
                  int a = load u8 [p + 12]
                  int c = a >> 4
                  return c
                """));
  }

  @Test
  void shouldReadAllOfASwappedNumberOfWhichAShiftLeavesMore() {
    String text =
        """
        b0:
          ref p = argument 0
          int a = load u16 [p + 12]
          int b = swap_short a
          int c = b >> 7
          return c
        """;
    assertThat(after(SwappedReads::run, text)).isEqualTo(graph(text));
    String signed =
        """
        b0:
          ref p = argument 0
          int a = load u32 [p + 12]
          int b = swap_int a
          int c = b >> 28
          return c
        """;
    assertThat(after(SwappedReads::run, signed)).isEqualTo(graph(signed));
  }

  @Test
  void shouldSwapTheNumberThatIsAddedTo() {
    String text =
        """
        b0:
          ref p = argument 0
          int a = load u16 [p]
          int b = swap_short a
          int c = b + 1
          return c
        """;
    assertThat(after(SwappedReads::run, text)).isEqualTo(graph(text));
  }
}
