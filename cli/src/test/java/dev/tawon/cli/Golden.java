package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are checked in and must be what the code says: {@code -Dtawon.golden=write} writes them. */
final class Golden {
  private static final String PROPERTY = "tawon.golden";

  private Golden() {}

  /**
   * Compares, or writes if asked to.
   *
   * @param file the file, from the root of the repository
   * @param expected what it has to hold
   */
  static void compare(Path file, String expected) {
    // Tests run in their module's directory.
    Path path = Path.of("..").resolve(file);
    try {
      if ("write".equals(System.getProperty(PROPERTY))) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, expected);
      }
      assertThat(Files.exists(path) ? Files.readString(path) : "")
          .as(
              "%s; after a change that is meant: ./mvnw -pl cli -am test -D%s=write",
              file, PROPERTY)
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
