package dev.tawon.compiler.back;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Keys that are read from the stack again. */
final class KeyReadsTest {
  private static final String ALL_OTHERS =
      """
        store u64 [g + 8] a
        store u64 [g + 16] b
        store u64 [g + 24] c
        store u64 [g + 32] d
        return r
      """;

  private static String after(String behind) {
    return MachineText.after(
        KeyReads::run,
        MachineText.select(
            """
            b0:
              int k = argument 0
              long a = argument 1
              long b = argument 2
              long c = argument 3
              long d = argument 4
              ref s = key NAMES
              store u32 [s] k
              int r = call 1 s
              ref g = global 8
            """
                + behind));
  }

  @Test
  void shouldReadAKeyFromTheStackWhereACallLeavesNoRegister() {
    assertThat(after("  store u32 [g] k\n" + ALL_OTHERS))
        .containsPattern("r(\\d+) = u32\\[slot0 \\+ 0]\n  u32\\[r\\d+ \\+ 0] = r\\1\n");
  }

  @Test
  void shouldKeepAKeyInItsRegisterWhereThereAreEnough() {
    assertThat(
            after(
                """
                  store u32 [g] k
                  store u64 [g + 8] a
                  return r
                """))
        .doesNotContain("= u32[slot");
  }

  @Test
  void shouldKeepAKeyInItsRegisterThatSomethingElseNeedsToo() {
    assertThat(after("  store u32 [g] k\n  int n = k + 1\n  store u32 [g + 4] n\n" + ALL_OTHERS))
        .doesNotContain("= u32[slot");
  }

  @Test
  void shouldKeepAKeyInItsRegisterWhereItsSlotIsWrittenAgain() {
    assertThat(
            after(
                "  store u32 [g] k\n  store u32 [s] r\n  int t = call 1 s\n  store u32 [g + 4] k\n"
                    + ALL_OTHERS))
        .doesNotContain("= u32[slot");
  }
}
