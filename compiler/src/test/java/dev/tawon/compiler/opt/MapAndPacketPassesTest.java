package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Passes over what maps, packets, rings and the kernel's structures hold, one at a time. */
final class MapAndPacketPassesTest {
  @Test
  void shouldReadAMapsNumberBehindTheTestThatTheProgramMakes() {
    assertThat(
            after(
                BoxedReads::run,
                """
                b0:
                  ref p = call 1 0
                  int n = maybe u32 [p]
                  if p == null then b1 else b2
                b1:
                  return 7
                b2:
                  int m = n + 1
                  return m
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref p = call 1 0
                  if p == null then b1 else b2
                b1:
                  return 7
                b2:
                  int n = load u32 [p]
                  int m = n + 1
                  return m
                """));
  }

  @Test
  void shouldReadAMapsNumberBehindTheCheckThatMayFault() {
    assertThat(
            after(
                BoxedReads::run,
                """
                b0:
                  ref p = call 1 0
                  int n = maybe u32 [p]
                  check p != null
                  return n
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref p = call 1 0
                  check p != null
                  int n = load u32 [p]
                  return n
                """));
  }

  @Test
  void shouldReadAMapsNumberAtOnceWhereItMayChangeBeforeTheTest() {
    assertThat(
            after(
                BoxedReads::run,
                """
                b0:
                  ref p = call 1 0
                  int n = maybe u32 [p]
                  int x = call 2 0
                  if p == null then b1 else b2
                b1:
                  return 7
                b2:
                  return n
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref p = call 1 0
                  if p == null then b2 else b1
                b1:
                  int l = load u32 [p]
                  jump b2
                b2:
                  int n = phi b0:0 b1:l
                  int x = call 2 0
                  if p == null then b3 else b4
                b3:
                  return 7
                b4:
                  return n
                """));
  }

  @Test
  void shouldAskThePacketAgainWhereAHeaderIsComparedWithNull() {
    assertThat(
            after(
                DeferredNulls::run,
                """
                b0:
                  ref c = context
                  ref d = packet 76 c
                  ref e = packet 80 c
                  ref h = d + 14
                  if h u> e then b1 else b2
                b1:
                  jump b3
                b2:
                  jump b3
                b3:
                  ref p = phi b1:null b2:d
                  int x = argument 0
                  store u32 [c + 8] x
                  if p == null then b4 else b5
                b4:
                  return 0
                b5:
                  int n = load u8 [p + 13]
                  return n
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref c = context
                  ref d = packet 76 c
                  ref e = packet 80 c
                  ref h = d + 14
                  jump b3
                b3:
                  int x = argument 0
                  store u32 [c + 8] x
                  if h u> e then b4 else b5
                b4:
                  return 0
                b5:
                  int n = load u8 [d + 13]
                  return n
                """));
  }

  @Test
  void shouldNotAskAPacketAgainThatMayHaveMoved() {
    String text =
        """
        b0:
          ref c = context
          ref d = packet 76 c
          ref e = packet 80 c
          ref h = d + 14
          if h u> e then b1 else b2
        b1:
          jump b3
        b2:
          jump b3
        b3:
          ref p = phi b1:null b2:d
          int x = call 44 c 4
          if p == null then b4 else b5
        b4:
          return 0
        b5:
          return x
        """;
    assertThat(after(DeferredNulls::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldAskThePacketAgainBeforeItMayMove() {
    assertThat(
            after(
                DeferredNulls::run,
                """
                b0:
                  ref c = context
                  ref d = packet 76 c
                  ref e = packet 80 c
                  ref h = d + 14
                  if h u> e then b1 else b2
                b1:
                  jump b3
                b2:
                  jump b3
                b3:
                  ref p = phi b1:null b2:d
                  if p == null then b4 else b5
                b4:
                  return 0
                b5:
                  int n = load u8 [p + 13]
                  int x = call 44 c 4
                  return n
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref c = context
                  ref d = packet 76 c
                  ref e = packet 80 c
                  ref h = d + 14
                  jump b3
                b3:
                  if h u> e then b4 else b5
                b4:
                  return 0
                b5:
                  int n = load u8 [d + 13]
                  int x = call 44 c 4
                  return n
                """));
  }

  @Test
  void shouldNotAskForLessThanWasAskedForBefore() {
    assertThat(
            after(
                DeferredNulls::run,
                """
                b0:
                  ref c = context
                  ref d = packet 76 c
                  ref e = packet 80 c
                  ref h = d + 34
                  ref i = d + 14
                  if h u> e then b1 else b2
                b1:
                  jump b4
                b2:
                  if i u> e then b3 else b5
                b3:
                  jump b4
                b4:
                  return 0
                b5:
                  int n = load u8 [d + 13]
                  return n
                """))
        .containsOnlyOnce("if ")
        .contains(" + 34");
  }

  @Test
  void shouldFindAPacketOnceUntilItMayMove() {
    assertThat(
            after(
                ValueNumbering::run,
                """
                b0:
                  ref c = context
                  ref d = packet 76 c
                  int a = load u8 [d]
                  ref e = packet 76 c
                  int b = load u8 [e + 1]
                  int x = call 44 c 4
                  ref f = packet 76 c
                  int g = load u8 [f]
                  ref h = packet 76 c
                  int i = load u8 [h + 1]
                  int s = a + b
                  int t = g + i
                  int r = s + t
                  return r
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref c = context
                  ref d = packet 76 c
                  int a = load u8 [d]
                  int b = load u8 [d + 1]
                  int x = call 44 c 4
                  ref f = packet 76 c
                  int g = load u8 [f]
                  int i = load u8 [f + 1]
                  int s = a + b
                  int t = g + i
                  int r = s + t
                  return r
                """));
  }

  @Test
  void shouldFindAPacketAgainThatMayHaveMovedOnOneOfTwoWays() {
    String text =
        """
        b0:
          ref c = context
          ref d = packet 76 c
          int a = load u8 [d]
          if a == 0 then b1 else b2
        b1:
          int x = call 44 c 4
          jump b3
        b2:
          jump b3
        b3:
          ref e = packet 76 c
          int b = load u8 [e + 1]
          return b
        """;
    assertThat(after(ValueNumbering::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldFindAPacketAgainInARoundBehindOneThatMayHaveMovedIt() {
    String text =
        """
        b0:
          ref c = context
          ref d = packet 76 c
          int a = load u8 [d]
          jump b1
        b1:
          int i = phi b0:0 b2:j
          if i < 5 then b2 else b3
        b2:
          ref e = packet 76 c
          int b = load u8 [e + 1]
          store u32 [c + 8] b
          int x = call 44 c 4
          int j = i + 1
          jump b1
        b3:
          return a
        """;
    assertThat(after(ValueNumbering::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldComputeAPacketsLengthFromTheAddressesThatItHas() {
    assertThat(
            after(
                PacketLength::run,
                """
                b0:
                  ref c = context
                  ref d = packet 0 c
                  ref e = packet 4 c
                  if d u> e then b1 else b2
                b1:
                  return 0
                b2:
                  int x = load u32 [c + 4]
                  int b = address_to_int x
                  int y = load u32 [c]
                  int a = address_to_int y
                  int n = b - a
                  return n
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref c = context
                  ref d = packet 0 c
                  ref e = packet 4 c
                  if d u> e then b1 else b2
                b1:
                  return 0
                b2:
                  ref f = packet 4 c
                  ref g = packet 0 c
                  long l = f - g
                  int n = long_to_int l
                  return n
                """));
  }

  @Test
  void shouldAskForADistanceOfWhichTheVerifierDoesNotKnowThatItIsShort() {
    String text =
        """
        b0:
          ref c = context
          ref d = packet 0 c
          int a = load u16 [d]
          int b = swap_short a
          int n = b & 65535
          if %s > 65535 then b1 else b2
        b1:
          return 0
        b2:
          long l = int_to_long_unsigned %s
          ref p = d + l
          int r = load u8 [p]
          return r
        """;
    String unknown = text.formatted("b", "b");
    assertThat(after(BranchFolding::run, unknown)).isEqualTo(graph(unknown));
    String known = text.formatted("n", "n");
    assertThat(after(BranchFolding::run, known)).doesNotContain("if ");
  }

  @Test
  void shouldSubtractAddressesAsTheyAre() {
    assertThat(
            after(
                PacketLength::run,
                """
                b0:
                  ref c = context
                  int x = load u32 [c + 4]
                  int b = address_to_int x
                  int y = load u32 [c]
                  int a = address_to_int y
                  int n = b - a
                  return n
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  ref c = context
                  int x = load u32 [c + 4]
                  int y = load u32 [c]
                  int n = x - y
                  return n
                """));
  }

  @Test
  void shouldMakeNumbersOfAddressesWithWhichMoreIsComputed() {
    String text =
        """
        b0:
          ref c = context
          int x = load u32 [c + 4]
          int b = address_to_int x
          int y = load u32 [c]
          int a = address_to_int y
          int d = a + 14
          int n = b - d
          return n
        """;
    assertThat(after(PacketLength::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldBuildARecordInTheRing() {
    assertThat(
            after(
                RecordOutputs::run,
                """
                b0:
                  int a = argument 0
                  ref s = stack 16
                  zero s 16
                  store u32 [s] a
                  store u64 [s + 8] 5L
                  long r = call 130 0 s 16 0
                  int x = long_to_int r
                  return x
                """))
        .isEqualTo(
            graph(
                """
                b0:
                  int a = argument 0
                  ref p = call 131 0 16L 0L
                  if p != null then b1 else b2
                b1:
                  store u32 [p + 4] 0
                  store u32 [p] a
                  store u64 [p + 8] 5L
                  call 132 p 0
                  jump b2
                b2:
                  long r = phi b0:-11L b1:0L
                  int x = long_to_int r
                  return x
                """));
  }

  @Test
  void shouldNotBuildARecordInTheRingThatIsReadAfterwards() {
    String text =
        """
        b0:
          int a = argument 0
          ref s = stack 16
          zero s 16
          store u32 [s] a
          long r = call 130 0 s 16 0
          int x = load u32 [s]
          return x
        """;
    assertThat(after(RecordOutputs::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldNotBuildARecordInTheRingThatIsWrittenOnOnePathAlone() {
    String text =
        """
        b0:
          int a = argument 0
          ref s = stack 8
          zero s 8
          if a > 5 then b1 else b2
        b1:
          store u32 [s] a
          jump b2
        b2:
          long r = call 130 0 s 8 0
          int x = long_to_int r
          return x
        """;
    assertThat(after(RecordOutputs::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldReadAnElementOfTheKernelsAtOnceWhereTheStructureIsKnown() {
    assertThat(
            after(
                KernelElements::run,
                """
                b0:
                  ref t = argument 0
                  ref n = numbers t
                  ref q = n + 8
                  ref s = stack 4 temporary
                  long r = call 113 s 4 q
                  int x = load u32 [s]
                  return x
                """))
        .contains("read u32 Thing.numbers[2] of v0")
        .doesNotContain("call 113");
  }

  @Test
  void shouldCopyAnElementThatTheTypeDoesNotHaveOrThatLiesBetweenTwo() {
    for (String distance : new String[] {"16", "6"}) {
      String text =
          """
          b0:
            ref t = argument 0
            ref n = numbers t
            ref q = n + %s
            ref s = stack 4 temporary
            long r = call 113 s 4 q
            int x = load u32 [s]
            return x
          """
              .formatted(distance);
      assertThat(after(KernelElements::run, text)).isEqualTo(graph(text));
    }
  }

  @Test
  void shouldCopyAnElementOfAStructureThatTheVerifierDoesNotKnow() {
    String text =
        """
        b0:
          ref t = argument 0
          ref o = load u64 [t]
          ref n = numbers o
          ref s = stack 4 temporary
          long r = call 113 s 4 n
          int x = load u32 [s]
          return x
        """;
    assertThat(after(KernelElements::run, text)).isEqualTo(graph(text));
  }
}
