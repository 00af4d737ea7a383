package dev.tawon.object;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the shared inputs that lie beside the project. */
final class Corpus {
  private Corpus() {}

  /** A file of the corpora; without them the test fails in continuous integration and is skipped elsewhere. */
  static Path file(String name) {
    Path at = Path.of("").toAbsolutePath();
    for (; at != null; at = at.getParent()) {
      Path file = at.resolve("shared/corpora").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return missing("there is no shared/corpora/" + name + " beside the project");
  }

  /** Ends a test that lacks something. */
  static <T> T missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      return fail(what);
    }
    return abort(what);
  }
}
