package dev.tawon.compiler.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.Target;
import dev.tawon.isa.HelperTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of helpers, and what is written from it: {@code -Dtawon.golden=write} writes it anew. */
class HelperSourceTest {
  private static final Path SOURCE = Path.of("../lang/src/main/java/dev/tawon/lang/Helpers.java");

  /** Without what the formatter changes: white space, and the stars of comments. */
  private static String words(String source) {
    return source.replaceAll("[*\\s]+", "");
  }

  @Test
  void shouldHaveTheSourceThatTheTableGives() throws IOException {
    String source = HelperSource.of(HelperRow.all());
    if ("write".equals(System.getProperty("tawon.golden"))) {
      Files.writeString(SOURCE, source);
    }
    assertThat(words(Files.readString(SOURCE))).isEqualTo(words(source));
  }

  @Test
  void shouldHaveEveryHelperOnce() {
    assertThat(HelperRow.all()).hasSize(HelperTable.size() - 1);
    for (HelperRow row : HelperRow.all()) {
      assertThat(row.name()).isEqualTo(HelperTable.name(row.number()));
      assertThat(HelperRow.of(row.number())).isSameAs(row);
      assertThat(row.parameters().size()).isLessThanOrEqualTo(5);
      assertThat(Target.parse(HelperRow.COMPLETE_SINCE).isAtLeast(row.since())).isTrue();
      row.kinds()
          .forEach(kind ->
              assertThat(Target.parse(HelperRow.COMPLETE_SINCE).isAtLeast(row.since(kind)))
                  .as(kind + " of " + row.name())
                  .isTrue());
    }
  }
}
