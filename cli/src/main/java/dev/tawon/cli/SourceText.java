package dev.tawon.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of source files, which are found by their names below some directories. */
final class SourceText {
  private static final int MAXIMUM_DEPTH = 24;

  private final List<Path> directories;
  private final Map<String, List<String>> files = new HashMap<>();

  SourceText(List<Path> directories) {
    this.directories = directories;
  }

  /** A line without the blanks around it; empty if it is not to be found. */
  String line(String file, int number) throws IOException {
    List<String> lines = files.get(file);
    if (lines == null) {
      lines = read(file);
      files.put(file, lines);
    }
    return number > 0 && number <= lines.size() ? lines.get(number - 1).strip() : "";
  }

  private List<String> read(String file) throws IOException {
    String name = file.substring(file.lastIndexOf('/') + 1);
    for (Path directory : directories) {
      Optional<Path> found = Optional.empty();
      if (Files.isDirectory(directory)) {
        try (Stream<Path> all =
            Files.find(
                directory,
                MAXIMUM_DEPTH,
                (path, attributes) ->
                    attributes.isRegularFile() && path.getFileName().toString().equals(name))) {
          found = all.sorted().findFirst();
        } catch (java.io.UncheckedIOException _) {
          // A directory that cannot be read holds no source for this user.
        }
      }
      if (found.isPresent()) {
        try {
          return Files.readAllLines(found.get());
        } catch (MalformedInputException _) {
          return List.of();
        }
      }
    }
    return List.of();
  }
}
