package dev.tawon.compiler.back;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which constants are made once, and made anew where no register is left. */
final class SharedConstantsTest {
  private static final long WIDE = 0x1234_5678_9abc_def0L;

  private static String shared(String graph) {
    MachineProgram program = MachineText.select(graph);
    SharedConstants.run(program);
    RegisterAllocator.allocate(program);
    return MachineText.of(program);
  }

  private static long count(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).count();
  }

  @Test
  void shouldMakeANumberOfTwoSlotsOnceABlock() {
    String text =
        """
        b0:
          long a = argument 0
          long b = a * %1$dL
          long c = b ^ %1$dL
          return c
        """
            .formatted(WIDE);
    assertThat(count(MachineText.of(MachineText.allocate(text)), "= " + WIDE)).isEqualTo(2);
    assertThat(count(shared(text), "= " + WIDE)).isEqualTo(1);
  }

  @Test
  void shouldMakeItBeforeTheLoopThatNeedsIt() {
    String text =
        shared(
            """
            b0:
              long a = argument 0
              jump b1
            b1:
              long s = phi b0:a b2:t
              if s < 9L then b2 else b3
            b2:
              long t = s * %dL
              jump b1
            b3:
              return s
            """
                .formatted(WIDE));
    assertThat(text.substring(0, text.indexOf("b1:"))).contains("= " + WIDE);
    assertThat(count(text, "= " + WIDE)).isEqualTo(1);
  }

  @Test
  void shouldMakeAnAddressOfAStaticFieldOnceABlock() {
    String text =
        shared(
            """
            b0:
              ref g = global 8
              int a = load u32 [g]
              int b = a + 1
              store u32 [g] b
              return b
            """);
    assertThat(count(text, ".data + 8")).isEqualTo(1);
  }

  @Test
  void shouldMakeWhatTakesOneSlotWhereItIsUsed() {
    String text =
        shared(
            """
            b0:
              ref p = argument 0
              call 5 77
              call 5 77
              return 0
            """);
    assertThat(count(text, "= 77")).isEqualTo(2);
  }

  /** Values over a call take the four registers that it leaves alone. */
  @Test
  void shouldMakeANumberAnewRatherThanKeepItOnTheStack() {
    String text =
        shared(
            """
            b0:
              long a = argument 0
              long b = argument 1
              long c = argument 2
              long d = argument 3
              long e = a * %1$dL
              call 5
              long f = e ^ %1$dL
              long g = f + b
              long h = g + c
              long i = h + d
              long j = i + e
              return j
            """
                .formatted(WIDE));
    assertThat(count(text, "= " + WIDE)).isEqualTo(2);
    assertThat(text).doesNotContain("slot");
  }

  @Test
  void shouldKeepOnTheStackWhatIsNoConstantWhereRegistersRunOut() {
    assertThat(
            shared(
                """
                b0:
                  long a = argument 0
                  long b = argument 1
                  long c = argument 2
                  long d = argument 3
                  long e = a * b
                  call 5
                  long f = e ^ a
                  long g = f + b
                  long h = g + c
                  long i = h + d
                  return i
                """))
        .contains("slot");
  }
}
