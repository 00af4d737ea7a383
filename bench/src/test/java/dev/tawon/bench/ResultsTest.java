package dev.tawon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final List<String> ORDER = List.of("one", "two", "three");

  @Test
  void shouldPutSectionsInOrder() {
    Results results = Results.parse("");
    results.put("two", "2");
    results.put("one", "1\n");
    assertThat(results.render("head\n", ORDER))
        .isEqualTo(
            """
            head

            <!-- begin one -->
            1
            <!-- end one -->

            <!-- begin two -->
            2
            <!-- end two -->
            """);
  }

  @Test
  void shouldReplaceOneSectionAndKeepTheOthers() {
    Results first = Results.parse("");
    first.put("one", "1");
    first.put("two", "2 | $1 \\");
    Results second = Results.parse(first.render("old head\n", ORDER));
    second.put("one", "1 anew");
    assertThat(second.render("head\n", ORDER))
        .startsWith("head\n")
        .contains("1 anew", "2 | $1 \\")
        .doesNotContain("old head");
  }

  @Test
  void shouldForgetSectionsThatThereAreNoMore() {
    Results results = Results.parse("<!-- begin gone -->\nx\n<!-- end gone -->\n");
    assertThat(results.render("head\n", ORDER)).isEqualTo("head\n");
  }
}
