package dev.tawon.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The command that {@code trace} runs, on Tawon's own standard streams.
 *
 * <p>It is started by {@code fork} and {@code execve} alone. The JDK's usual way on Linux executes a helper of its own first
 * ({@code jspawnhelper}), which would be the first execution in the tree.
 */
final class TracedCommand {
  /** Read once by {@code java.lang.ProcessImpl}, when the JVM starts its first process. */
  private static final String LAUNCH_MECHANISM = "jdk.lang.Process.launchMechanism";

  /** What a shell looks in without {@code PATH}: {@code confstr(_CS_PATH)} of the GNU C library. */
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  /** What a decoder makes of bytes that are none of its encoding. */
  private static final String REPLACEMENT = "\ufffd";

  private static final Charset NATIVE = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private final List<String> words;

  private TracedCommand(List<String> words) {
    this.words = List.copyOf(words);
  }

  /**
   * A command that is there.
   *
   * @param words its name, looked for in {@code PATH} if it has no slash, and its arguments
   * @param variables the environment variables
   * @throws Failure if it is not found, or cannot be executed
   */
  static TracedCommand of(List<String> words, Map<String, String> variables) {
    String name = words.getFirst();
    boolean found = false;
    for (Path candidate : candidates(name, variables.getOrDefault("PATH", DEFAULT_PATH))) {
      if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return new TracedCommand(words);
      }
      found |= Files.exists(candidate) && (name.contains("/") || !Files.isDirectory(candidate));
    }
    throw found
        ? new Failure(name + ": not executable", "", ExitCode.NOT_EXECUTABLE)
        : new Failure(name + ": command not found", "", ExitCode.NOT_FOUND);
  }

  private static List<Path> candidates(String name, String path) {
    if (name.isEmpty()) {
      return List.of();
    }
    if (name.contains("/")) {
      return List.of(Path.of(name));
    }
    return List.of(path.split(":", -1)).stream()
        .map(directory -> Path.of(directory.isEmpty() ? "." : directory, name))
        .toList();
  }

  /**
   * Checks that the command gets the bytes that its caller wrote. A JVM has them as text already, in the encoding of the
   * locale; what is none in it has become a replacement.
   *
   * @param cmdline {@code /proc/self/cmdline}: this process's arguments, the command's last
   * @throws Failure if a word is another now
   */
  void requireSameBytes(Path cmdline) throws IOException {
    if (words.stream().noneMatch(word -> word.contains(REPLACEMENT))) {
      return;
    }
    byte[] all = Files.readAllBytes(cmdline);
    int end = all.length;
    for (int i = words.size() - 1; i >= 0; i--) {
      int start = end - 1; // the zero that ends the word
      while (start > 0 && all[start - 1] != 0) {
        start--;
      }
      if (end <= 0
          || !Arrays.equals(
              Arrays.copyOfRange(all, start, Math.max(end - 1, start)),
              words.get(i).getBytes(NATIVE))) {
        throw new Failure(
            "word "
                + (i + 1)
                + " of the command is not text in "
                + NATIVE
                + ", the encoding of this locale, and would not reach the command as it is: "
                + words.get(i),
            "set LC_ALL=C.UTF-8, or have a shell make the word: tawon trace -- sh -c 'CMD \"$(printf …)\"'",
            ExitCode.USAGE);
      }
      end = start;
    }
  }

  /**
   * Starts it.
   *
   * @throws Failure if the kernel refuses to execute it
   */
  Process start() {
    System.setProperty(LAUNCH_MECHANISM, "FORK");
    try {
      ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
      Launcher.restore(builder.environment());
      return builder.start();
    } catch (IOException e) {
      throw new Failure(
          words.getFirst() + ": cannot be executed",
          String.valueOf(e.getMessage()),
          ExitCode.NOT_EXECUTABLE);
    }
  }
}
