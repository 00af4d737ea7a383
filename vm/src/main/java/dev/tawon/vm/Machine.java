package dev.tawon.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A guest, and what it is to do.
 *
 * @param kernel its kernel
 * @param cpus how many processors, from 1
 * @param memoryMegabytes how much memory
 * @param append more for the kernel's command line; of an option that is there already, the last one counts
 * @param accelerator how it is to run; empty for what works here
 * @param timeout after how long it is ended
 * @param share a directory that is at {@code /share} in the guest, and is given back what was written there
 * @param compiler whether its Java has javac
 * @param files what else it finds
 * @param environment variables of the command
 * @param command what it runs as root; empty for an interactive shell on this process's terminal
 */
public record Machine(
    Kernel kernel,
    int cpus,
    int memoryMegabytes,
    String append,
    Optional<Accelerator> accelerator,
    Duration timeout,
    Optional<Path> share,
    boolean compiler,
    GuestFiles files,
    Map<String, String> environment,
    List<String> command) {
  /** The least with which a guest with a JVM comes up. */
  public static final int DEFAULT_MEMORY_MEGABYTES = 1024;

  private static final int MAX_CPUS = 64;

  /** Copies the collections. */
  public Machine {
    if (cpus < 1 || cpus > MAX_CPUS) {
      throw new IllegalArgumentException("a guest has 1 to " + MAX_CPUS + " processors");
    }
    if (memoryMegabytes < 1) {
      throw new IllegalArgumentException("a guest needs memory");
    }
    environment = Map.copyOf(environment);
    command = List.copyOf(command);
  }

  /** A guest of two processors that runs a command for at most ten minutes. */
  public static Machine of(Kernel kernel, List<String> command) {
    return new Machine(
        kernel,
        2,
        DEFAULT_MEMORY_MEGABYTES,
        "",
        Optional.empty(),
        Duration.ofMinutes(10),
        Optional.empty(),
        false,
        GuestFiles.create(),
        Map.of(),
        command);
  }

  /** The same, for another time. */
  public Machine withTimeout(Duration limit) {
    return new Machine(
        kernel,
        cpus,
        memoryMegabytes,
        append,
        accelerator,
        limit,
        share,
        compiler,
        files,
        environment,
        command);
  }

  /** Whether it is a shell for a person. */
  boolean interactive() {
    return command.isEmpty();
  }

  /** What the guest reads of all this: {@code /etc/tawon}. */
  GuestFiles settings(int rows, int columns) {
    StringBuilder script = new StringBuilder();
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.forEach((name, value) ->
        script.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
    script.append(share.isPresent() ? "cd /share\n" : "cd /root\n");
    if (interactive()) {
      script.append("[ ! -x /bin/bash ] || exec bash -i\nexec sh -i");
    } else {
      script.append("exec");
      command.forEach(word -> script.append(' ').append(quoted(word)));
    }
    script.append('\n');
    return GuestFiles.create()
        .addText("/etc/tawon/command", false, script.toString())
        .addText(
            "/etc/tawon/machine",
            false,
            "mode=%s\nrows=%d\ncolumns=%d\n"
                .formatted(interactive() ? "shell" : "run", rows, columns));
  }

  /** A word that a shell takes as it is. */
  static String quoted(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a word with a NUL character");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
