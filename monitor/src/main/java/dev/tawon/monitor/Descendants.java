package dev.tawon.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The processes below one, as {@code /proc} has them: their numbers and parents, and nothing else of them. */
final class Descendants {
  /** Passes over {@code /proc}; each finds what members that the pass before found had forked meanwhile. */
  private static final int MAX_PASSES = 64;

  private final Path proc;
  private final int root;

  /** The processes below one, as another {@code /proc} has them. */
  Descendants(Path proc, int root) {
    this.proc = proc;
    this.root = root;
  }

  static Descendants of(int root) {
    return new Descendants(Path.of("/proc"), root);
  }

  /** A process's parent and start, in clock ticks since the boot. */
  private record Entry(int parent, long start) {}

  /**
   * Adds each descendant, until a pass over all processes finds no new one.
   *
   * <p>Whoever adds a process must see to its later children itself, from that moment on. A process that ended before it was
   * added is removed again, so that its number can be another's; so is the root if it has ended.
   *
   * @param add takes a process in
   * @param remove takes it out again
   */
  void forEachUntilStable(IntConsumer add, IntConsumer remove) {
    if (read(root) == null) {
      remove.accept(root);
    }
    Set<Integer> members = new HashSet<>(Set.of(root));
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      Map<Integer, Entry> processes = processes();
      boolean found = false;
      boolean grown = true;
      while (grown) {
        grown = false;
        for (Map.Entry<Integer, Entry> each : processes.entrySet()) {
          int pid = each.getKey();
          if (members.contains(each.getValue().parent()) && members.add(pid)) {
            grown = true;
            add.accept(pid);
            Entry now = read(pid);
            if (now == null || now.start() != each.getValue().start()) {
              remove.accept(pid);
            } else {
              found = true;
            }
          }
        }
      }
      if (!found) {
        return;
      }
    }
  }

  private Map<Integer, Entry> processes() {
    Map<Integer, Entry> processes = new HashMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        int pid = Integer.parseInt(entry.getFileName().toString());
        Entry process = read(pid);
        if (process != null) {
          processes.put(pid, process);
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException("the processes of " + proc + " cannot be listed: " + e, e);
    }
    return processes;
  }

  /** A process, or null if it is gone: {@code proc_pid_stat(5)}, fields 4 and 22. */
  private @Nullable Entry read(int pid) {
    String stat;
    try {
      stat =
          new String(
              Files.readAllBytes(proc.resolve(Integer.toString(pid)).resolve("stat")),
              StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return null;
    }
    // The name, in parentheses, may hold anything; the last parenthesis is its end.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new Entry(Integer.parseInt(fields[1]), Long.parseLong(fields[19]));
  }
}
