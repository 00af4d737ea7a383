package dev.tawon.cli;

import dev.tawon.bpf.Host;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a command finds around it; a test gives its own.
 *
 * @param out standard output
 * @param err standard error
 * @param variables the environment variables
 * @param terminal whether {@code out} is a terminal
 * @param errorTerminal whether {@code err} is a terminal
 * @param namespaces where this process lives
 * @param host what the machine says of itself, and what this process may do
 */
record Environment(
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    boolean terminal,
    boolean errorTerminal,
    Namespaces namespaces,
    Supplier<Host> host) {
  /** For {@link #isTerminal}. */
  static final int STANDARD_INPUT = 0;

  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;

  /** This process's. */
  static Environment current() {
    return new Environment(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        System.getenv(),
        isTerminal(STANDARD_OUTPUT),
        isTerminal(STANDARD_ERROR),
        Namespaces.current(),
        Host::current);
  }

  /** Always UTF-8: paths and arguments are bytes that mostly are, whatever the locale says. Flushed by its writers. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** Whether a descriptor is a terminal. {@code System.console()} asks about standard input as well, and loads a line editor for it. */
  static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | SecurityException _) {
      return false;
    }
  }

  /** Whether output may be coloured: on a terminal that can, unless {@code NO_COLOR} is set (no-color.org). */
  boolean colour() {
    return terminal
        && variables.getOrDefault("NO_COLOR", "").isEmpty()
        && !variables.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** Whether errors come with their stack traces. */
  boolean debug() {
    return switch (variables.getOrDefault("TAWON_DEBUG", "")) {
      case "", "0" -> false;
      default -> true;
    };
  }
}
