package dev.tawon.sandbox;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folder with other projects' inputs, {@code shared/corpora} beside the project or above it. */
final class Corpora {
  private Corpora() {}

  /**
   * A file of the folder. If there is no such folder, the test fails in continuous integration and is skipped
   * elsewhere.
   */
  static Path file(String name) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path corpora = folder.resolve("shared/corpora");
      if (Files.isDirectory(corpora)) {
        return corpora.resolve(name);
      }
    }
    String message = "no folder shared/corpora beside the project: " + name + " cannot be tried";
    if ("true".equals(System.getenv("CI"))) {
      return fail(message);
    }
    return abort(message);
  }

  /** The value of a string in a line of JSON that has no escapes in it. */
  static Optional<String> string(String json, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\": ?\"([^\"\\\\]*)\"").matcher(json);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
