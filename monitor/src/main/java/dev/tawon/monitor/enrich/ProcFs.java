package dev.tawon.monitor.enrich;

import dev.tawon.monitor.decode.RecordDecoder;
import dev.tawon.monitor.event.ProcessInfo;
import dev.tawon.monitor.event.ProcessInfo.Mark;
import dev.tawon.monitor.probe.ExecRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads processes from {@code /proc}. One that has gone, or may not be read, is simply not there: it happens all the time,
 * and is nobody's error. What is read stays in memory and goes nowhere but into the events of the process itself and of its
 * children.
 *
 * <p>Source: {@code Documentation/filesystems/proc.rst}, and {@code proc_pid_stat} in {@code fs/proc/array.c}.
 */
public final class ProcFs {
  private static final String DELETED = " (deleted)";

  /** Bytes of {@code /proc/PID/stat} at most: 52 numbers of up to 20 digits, and the name. */
  private static final int STAT_MAX = 2048;

  /** {@code starttime} is field 22; the state, field 3, is the first after the name. */
  private static final int START_FIELD = 22 - 3;

  private final Path root;
  private final EntityIds ids;
  private final WallTime wallTime;
  private final byte[] buffer = new byte[ExecRecord.ARGS_MAX + 1];

  /**
   * A reader.
   *
   * @param root {@code /proc}
   */
  public ProcFs(Path root, EntityIds ids, WallTime wallTime) {
    this.root = root;
    this.ids = ids;
    this.wallTime = wallTime;
  }

  /** {@code /proc/PID/stat} as far as it matters. */
  record Stat(String comm, long startTicks) {
    /** The fields, or null if the text is not that of a process. */
    static @Nullable Stat parse(String text) {
      // The name may hold spaces and parentheses: the last parenthesis is the one that ends it.
      int open = text.indexOf('(');
      int close = text.lastIndexOf(')');
      if (open < 0 || close < open || close + 2 > text.length()) {
        return null;
      }
      int at = close + 2;
      for (int field = 0; field < START_FIELD; field++) {
        at = text.indexOf(' ', at) + 1;
        if (at == 0) {
          return null;
        }
      }
      int end = at;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      if (end == at || end - at > 15) {
        return null;
      }
      return new Stat(text.substring(open + 1, close), Long.parseLong(text, at, end, 10));
    }
  }

  /** Visits the pids of all processes, in no order. */
  public void forEachPid(IntConsumer visitor) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[1-9]*")) {
      for (Path entry : entries) {
        int pid = pid(entry.getFileName().toString());
        if (pid > 0) {
          visitor.accept(pid);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // No list of processes: each is looked up when it is needed.
    }
  }

  /** The children of a process, of all its threads; empty if the kernel does not say. */
  public List<Integer> children(int pid) {
    List<Integer> children = new ArrayList<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(root.resolve(pid + "/task"), "[1-9]*")) {
      for (Path thread : threads) {
        for (String child : text(thread.resolve("children"), buffer.length).split(" ", -1)) {
          int number = pid(child);
          if (number > 0) {
            children.add(number);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      // Gone, or a kernel without CONFIG_PROC_CHILDREN.
    }
    return children;
  }

  /** The process that has a pid now, or null if there is none that can be read. */
  public @Nullable ProcessInfo read(int pid) {
    Path directory = root.resolve(Integer.toString(pid));
    try {
      Stat stat = Stat.parse(text(directory.resolve("stat"), STAT_MAX));
      if (stat == null) {
        return null;
      }
      Set<Mark> marks = EnumSet.noneOf(Mark.class);
      List<String> args = args(directory, marks);
      String executable = executable(directory, marks);
      String workingDirectory = link(directory.resolve("cwd"));
      Stat now = Stat.parse(text(directory.resolve("stat"), STAT_MAX));
      if (now == null || now.startTicks() != stat.startTicks()) {
        return null; // another process has the pid by now, and may have been the one that was read
      }
      long startNs = stat.startTicks() * ProcessKey.TICK_NS;
      return new ProcessInfo(
          ids.of(pid, startNs),
          pid,
          startNs,
          wallTime.at(startNs),
          executable == null ? stat.comm() : fileName(executable),
          executable,
          args,
          args.size(),
          workingDirectory,
          marks);
    } catch (IOException _) {
      return null;
    }
  }

  /** The last component of a path. */
  static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private List<String> args(Path directory, Set<Mark> marks) throws IOException {
    int length = fill(directory.resolve("cmdline"), ExecRecord.ARGS_MAX + 1);
    if (length > ExecRecord.ARGS_MAX) {
      marks.add(Mark.ARGS_CUT);
      length = ExecRecord.ARGS_MAX;
    }
    return RecordDecoder.split(buffer, length);
  }

  private static @Nullable String executable(Path directory, Set<Mark> marks) {
    String target = link(directory.resolve("exe"));
    if (target != null && target.endsWith(DELETED)) {
      marks.add(Mark.EXECUTABLE_UNLINKED);
      return target.substring(0, target.length() - DELETED.length());
    }
    return target;
  }

  private static @Nullable String link(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      return null; // a kernel thread, or somebody else's process
    }
  }

  private String text(Path file, int limit) throws IOException {
    return new String(buffer, 0, fill(file, limit), StandardCharsets.UTF_8);
  }

  private int fill(Path file, int limit) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(buffer, 0, Math.min(limit, buffer.length));
    }
  }

  /** The number in a text, or 0 if it is not one. */
  static int pid(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
