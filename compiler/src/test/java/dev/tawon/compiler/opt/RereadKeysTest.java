package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.Graphs.after;
import static dev.tawon.compiler.ir.Graphs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Keys that are read from the stack again, so that the verifier does not follow which they are. */
final class RereadKeysTest {
  private static final String CHOSEN =
      """
      b0:
        int a = argument 0
        ref s = key KINDS
        if a == 1 then b1 else b2
      b1:
        jump b4
      b2:
        if a == 2 then b3 else b5
      b3:
        jump b4
      b5:
        jump b4
      b4:
        int k = phi b1:%s b3:20 b5:30
      """;

  private static final String COMPARED =
      """
        store u32 [s] k
        int r = call 1 s
        if %s == 30 then b6 else b7
      b6:
        return 1
      b7:
        return %s
      """;

  private static String program(String first, String compared, String result) {
    return CHOSEN.formatted(first) + COMPARED.formatted(compared, result);
  }

  @Test
  void shouldReadAgainWhatIsOneOfSeveralConstants() {
    assertThat(after(RereadKeys::run, program("10", "k", "2")))
        .isEqualTo(
            graph(
                CHOSEN
                        .formatted("10")
                        .replace("ref s = key KINDS", "ref t = key KINDS\n  ref s = t + 4")
                    + """
                      store u32 [s] k
                      int r = call 1 s
                      int again = load u32 [s]
                      if again == 30 then b6 else b7
                    b6:
                      return 1
                    b7:
                      return 2
                    """));
  }

  @Test
  void shouldNotReadAgainWhatMayBeAnyNumber() {
    String text = program("a", "k", "2");
    assertThat(after(RereadKeys::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldNotReadAgainWhatIsOneOfTwo() {
    String text = program("20", "k", "2");
    assertThat(after(RereadKeys::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldNotReadAgainWhatTheProgramEndsWith() {
    String text = program("10", "k", "k");
    assertThat(after(RereadKeys::run, text)).isEqualTo(graph(text));
  }

  @Test
  void shouldNotMoveASlotThatIsWrittenElsewhere() {
    String text =
        program("10", "k", "2")
            .replace(
                "  if a == 1",
                """
                  store u32 [s] 7
                  int q = call 1 s
                  if a == 1\
                """);
    assertThat(after(RereadKeys::run, text)).isEqualTo(graph(text));
  }
}
