package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Function;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passes that refuse what has no place, or find it: iterations, objects of loops, locks, strings. */
final class PlacingPassesTest {
  private static final String LOOP =
      """
      b0:
        ref s = stack 16
        begin s
        jump b1
      b1:
        ref e = next s
        if e == null then b3 else b2
      b2:
        int n = load u32 [e]
        if n == 7 then b4 else b1
      b3:
        %s
        return 0
      b4:
        %s
        return n
      """;

  @Test
  void shouldEndAnIterationOnEveryWayOutOfItsLoop() {
    assertThat(after(IteratorEnds::place, LOOP.formatted("", "")))
        .isEqualTo(graph(LOOP.formatted("end s", "end s")));
  }

  @Test
  void shouldEndAnIterationBehindTheLastUseOfItsElement() {
    String text =
        """
        b0:
          ref s = stack 16
          begin s
          ref e = next s
          if e == null then b1 else b2
        b1:
          %s
          return 0
        b2:
          int n = load u32 [e]
          %s
          int m = n + 1
          return m
        """;
    assertThat(after(IteratorEnds::place, text.formatted("", "")))
        .isEqualTo(graph(text.formatted("end s", "end s")));
  }

  @Test
  void shouldRefuseAnElementThatIsUsedWhenItsIterationBeginsAgain() {
    String text =
        """
        b0:
          ref s = stack 16
          int i = argument 0
          jump b1
        b1:
          ref old = phi b0:null b2:e
          begin s
          ref e = next s
          if e == null then b3 else b2
        b2:
          int n = load u32 [old]
          if n > i then b1 else b3
        b3:
          return 0
        """;
    assertThatThrownBy(() -> after(IteratorEnds::place, text))
        .isInstanceOf(SourceError.class)
        .hasMessageContaining("is still used when the iteration begins again");
  }

  @Test
  void shouldRefuseAnElementThatIsUsedWhereItsIterationMayNotHaveBegun() {
    String text =
        """
        b0:
          ref s = stack 16
          int i = argument 0
          if i > 5 then b1 else b2
        b1:
          begin s
          ref e = next s
          jump b3
        b2:
          jump b3
        b3:
          ref x = phi b1:e b2:null
          if x == null then b4 else b5
        b4:
          return 0
        b5:
          int n = load u32 [x]
          return n
        """;
    assertThatThrownBy(() -> after(IteratorEnds::place, text))
        .isInstanceOf(SourceError.class)
        .hasMessageContaining("is used where the iteration may not have begun, or has ended");
  }

  private static final String ROUNDS =
      """
      b0:
        int n = argument 0
        jump b1
      b1:
        int i = phi b0:0 b2:j
        ref last = phi b0:null b2:s
        if i < n then b2 else b3
      b2:
        ref s = stack 8
        store u32 [s] i
        %s
        int j = i + 1
        jump b1
      b3:
        return 0
      """;

  @Test
  void shouldRefuseAnObjectThatTheNextRoundStillUses() {
    assertThatThrownBy(
            () -> after(StackObjects::check, ROUNDS.formatted("int x = load u32 [last]")))
        .isInstanceOf(SourceError.class)
        .hasMessageContaining("the stack has one place for both");
  }

  @Test
  void shouldAllowAnObjectThatIsUsedWithinItsRoundOrBehindTheLast() {
    String within = ROUNDS.formatted("int x = load u32 [s]");
    assertThat(after(StackObjects::check, within)).isEqualTo(graph(within));
    String behind = ROUNDS.formatted("").replace("return 0", "int x = load u32 [last]\n  return x");
    assertThat(after(StackObjects::check, behind)).isEqualTo(graph(behind));
  }

  @Test
  void shouldRefuseAFunctionThatIsCalledWhereALockMayBeHeld() {
    String text =
        """
        b0:
          ref l = argument 0
          int n = argument 1
          if n > 5 then b1 else b2
        b1:
          int a = call 93 l
          jump b3
        b2:
          jump b3
        b3:
          int f = function
          return f
        """;
    assertThatThrownBy(() -> after(LockedCalls::check, text))
        .isInstanceOf(SourceError.class)
        .hasMessageContaining("a function is called while a lock is held");
  }

  @Test
  void shouldAllowAFunctionBehindTheUnlockAlsoInALoop() {
    String text =
        """
        b0:
          ref l = argument 0
          jump b1
        b1:
          int f = function
          int a = call 93 l
          int b = call 94 l
          if f > 5 then b1 else b2
        b2:
          return 0
        """;
    assertThat(after(LockedCalls::check, text)).isEqualTo(graph(text));
  }

  private static void numberTexts(Function function) {
    TextNumbers.run(function, text -> 1 + List.of("one", "two").indexOf(text));
  }

  @Test
  void shouldGiveNumbersToStringsOfWhichPathsChoose() {
    assertThat(
            after(
                PlacingPassesTest::numberTexts,
                """
                b0:
                  int n = argument 0
                  ref a = text one
                  ref b = text two
                  if n > 5 then b1 else b2
                b1:
                  jump b4
                b2:
                  if n > 3 then b3 else b4
                b3:
                  jump b4
                b4:
                  ref t = phi b1:a b2:null b3:b
                  int x = number t
                  return x
                """))
        .contains("int v4 = phi b1:1 b2:0 b3:2", "return v4");
  }

  @Test
  void shouldGiveNumbersToAStringThatALoopChanges() {
    assertThat(
            after(
                PlacingPassesTest::numberTexts,
                """
                b0:
                  ref a = text one
                  ref b = text two
                  jump b1
                b1:
                  ref t = phi b0:a b1:b
                  int x = number t
                  if x == 1 then b1 else b2
                b2:
                  return x
                """))
        .contains("= phi b0:1 b1:2");
  }

  @Test
  void shouldRefuseAStringThatIsNoConstantOnOneOfThePaths() {
    String text =
        """
        b0:
          int n = argument 0
          ref p = argument 1
          ref a = text one
          if n > 5 then b1 else b2
        b1:
          jump b2
        b2:
          ref t = phi b0:p b1:a
          int x = number t
          return x
        """;
    assertThatThrownBy(() -> after(PlacingPassesTest::numberTexts, text))
        .isInstanceOf(SourceError.class)
        .hasMessageContaining("it is no constant on all of them");
  }
}
