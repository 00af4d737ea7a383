package dev.tawon.vm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Programs of the machine that are run: the one class that starts any. */
final class Tool {
  private static final int TAIL = 2000;

  private Tool() {}

  /**
   * Where a program is, in {@code PATH} and where administrators' programs are.
   *
   * @throws VmException if it is not installed; the hint names Debian's package
   */
  static Path require(String name, String debianPackage) {
    return find(name)
        .orElseThrow(() ->
            new VmException(
                name + " is not installed", "Debian, Ubuntu: apt-get install " + debianPackage));
  }

  static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin:/usr/sbin:/sbin";
    for (String directory : path.split(":", -1)) {
      Path file = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isExecutable(file) && !Files.isDirectory(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Runs a program to its end: its standard output. */
  static String output(List<String> command) throws IOException, InterruptedException {
    Process process = start(new ProcessBuilder(command));
    try (ByteArrayOutputStream errors = new ByteArrayOutputStream()) {
      Thread reader = drain(process.getErrorStream(), errors);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      finish(command, process, reader, errors);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a program to its end in a directory; what it prints matters only if it fails. */
  static void run(List<String> command, Path directory) throws IOException, InterruptedException {
    Process process =
        start(new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true));
    try (ByteArrayOutputStream errors = new ByteArrayOutputStream()) {
      Thread reader = drain(process.getInputStream(), errors);
      finish(command, process, reader, errors);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a program as a filter from file to file. */
  static void filter(List<String> command, Path input, Path output)
      throws IOException, InterruptedException {
    Process process =
        start(
            new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile()));
    try (ByteArrayOutputStream errors = new ByteArrayOutputStream()) {
      Thread reader = drain(process.getErrorStream(), errors);
      finish(command, process, reader, errors);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts a program that runs on: its standard input is empty and both outputs go to a file. */
  static Process background(List<String> command, Path log) throws IOException {
    return start(
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile()));
  }

  /** Starts a program that has this process's terminal; what it says of errors goes to a file. */
  static Process foreground(List<String> command, Path log) throws IOException {
    return start(new ProcessBuilder(command).inheritIO().redirectError(log.toFile()));
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  private static Thread drain(InputStream in, ByteArrayOutputStream into) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            in.transferTo(into);
          } catch (IOException _) {
            // The process is gone; what it wrote is there.
          }
        });
  }

  private static void finish(
      List<String> command, Process process, Thread reader, ByteArrayOutputStream errors)
      throws InterruptedException {
    int code = process.waitFor();
    reader.join();
    if (code != 0) {
      String said = errors.toString(StandardCharsets.UTF_8).strip();
      throw new VmException(
          name(command) + " failed with exit code " + code,
          said.length() > TAIL ? said.substring(said.length() - TAIL) : said);
    }
  }

  private static String name(List<String> command) {
    List<String> words = new ArrayList<>();
    for (String word : command) {
      if (!word.startsWith("-") && words.size() < 3) {
        words.add(word.substring(word.lastIndexOf('/') + 1));
      }
    }
    return String.join(" ", words);
  }
}
