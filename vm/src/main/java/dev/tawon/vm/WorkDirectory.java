package dev.tawon.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory for what is needed meanwhile, which goes away with all that is in it. One that a killed process left goes away
 * the next time that one is made.
 *
 * @param path where it is
 */
record WorkDirectory(Path path) implements AutoCloseable {
  private static final String PREFIX = "run-";

  static WorkDirectory in(Path cache) throws IOException {
    Path all = Files.createDirectories(cache.resolve("work"));
    sweep(all);
    return new WorkDirectory(
        Files.createTempDirectory(all, PREFIX + ProcessHandle.current().pid() + "-"));
  }

  private static void sweep(Path all) throws IOException {
    try (Stream<Path> directories = Files.list(all)) {
      for (Path directory : directories.toList()) {
        String[] parts = directory.getFileName().toString().split("-", -1);
        if (parts.length == 3
            && parts[1].matches("\\d{1,10}")
            && isGone(Long.parseLong(parts[1]))) {
          delete(directory);
        }
      }
    }
  }

  private static boolean isGone(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isEmpty() || !process.get().isAlive();
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
