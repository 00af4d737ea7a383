package dev.tawon.monitor.config;

import dev.tawon.monitor.OutputFormat;
import dev.tawon.monitor.Scope;
import dev.tawon.monitor.SensitivePaths;
import dev.tawon.monitor.event.EventKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of settings, from text. Each method throws {@link IllegalArgumentException} with the reason. */
public final class SettingValues {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final int LONGEST_HOURS = 1_000_000;
  private static final int LARGEST_PORT = 65_535;
  private static final Path PROC = Path.of("/proc");

  private SettingValues() {}

  /** {@code all}, {@code tree:PID} or {@code cgroup:PATH}. */
  public static Scope scope(String text) {
    if (text.equals("all")) {
      return Scope.ALL;
    }
    if (text.startsWith("tree:")) {
      return new Scope.Tree(pid(text.substring("tree:".length())), true);
    }
    if (text.startsWith("cgroup:")) {
      return cgroup(text.substring("cgroup:".length()));
    }
    throw new IllegalArgumentException(
        "scope \"" + text + "\" is none of all, tree:PID and cgroup:PATH");
  }

  private static int pid(String text) {
    int pid;
    try {
      pid = Integer.parseInt(text);
    } catch (NumberFormatException _) {
      pid = 0;
    }
    if (pid <= 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not a process id");
    }
    int process = threadGroup(pid);
    if (process == 0) {
      throw new IllegalArgumentException("there is no process " + pid);
    }
    if (process != pid) {
      throw new IllegalArgumentException(
          pid + " is a thread of process " + process + "; name the process: tree:" + process);
    }
    return pid;
  }

  /**
   * The process that a thread belongs to, or 0 if there is no such thread: {@code Tgid} of {@code proc_pid_status(5)}.
   * {@code /proc} has a directory for each thread, though it does not list it.
   */
  private static int threadGroup(int thread) {
    try {
      for (String line :
          Files.readAllLines(PROC.resolve(thread + "/status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Tgid:")) {
          return Integer.parseInt(line.substring("Tgid:".length()).strip());
        }
      }
    } catch (IOException _) {
      // Gone.
    }
    return 0;
  }

  private static Scope cgroup(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "cgroup: names no cgroup; cgroup:/ is the root, which holds every process");
    }
    Path mount = cgroupMount();
    Path path = Path.of(text);
    Path directory =
        (path.startsWith(mount) ? path : mount.resolve(text.replaceFirst("^/+", ""))).normalize();
    if (!directory.startsWith(mount) || !Files.isRegularFile(directory.resolve("cgroup.procs"))) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a cgroup below " + mount + ", where version 2 is mounted");
    }
    try {
      long id = (Long) Files.getAttribute(directory, "unix:ino");
      return new Scope.Cgroup(
          directory,
          id,
          mount.relativize(directory).toString().isEmpty()
              ? 0
              : mount.relativize(directory).getNameCount());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cgroup " + directory + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the version 2 hierarchy is mounted: {@code proc_pid_mountinfo(5)}. */
  private static Path cgroupMount() {
    try {
      for (String line :
          Files.readString(PROC.resolve("self/mountinfo"), StandardCharsets.UTF_8)
              .split("\n", -1)) {
        int separator = line.indexOf(" - ");
        if (separator > 0 && line.startsWith("cgroup2 ", separator + 3)) {
          return Path.of(line.split(" ", -1)[4]);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the mounts cannot be read: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        "no cgroup hierarchy of version 2 is mounted: mount -t cgroup2 none /sys/fs/cgroup");
  }

  /** {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}. */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "duration \"" + text + "\" is not a number with ms, s, m or h, such as 10s");
    }
    long number = Long.parseLong(matcher.group(1));
    // Nine digits of hours are more nanoseconds than a long holds.
    if (matcher.group(2).equals("h") && number > LONGEST_HOURS) {
      throw new IllegalArgumentException(
          "duration \"" + text + "\" is longer than " + LONGEST_HOURS + "h");
    }
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    if (duration.isZero()) {
      throw new IllegalArgumentException("a duration is more than nothing");
    }
    return duration;
  }

  /** {@code exec} and the others. */
  public static EventKind probe(String text) {
    EventKind kind = EventKind.ofLabel(text);
    if (kind == null) {
      List<String> labels = EventKind.ALL.stream().map(EventKind::label).toList();
      throw new IllegalArgumentException(
          "probe \"" + text + "\" is none of " + String.join(", ", labels));
    }
    return kind;
  }

  /** 1 to 65535. */
  public static int port(String text) {
    int port;
    try {
      port = Integer.parseInt(text);
    } catch (NumberFormatException _) {
      port = 0;
    }
    if (port <= 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a port, from 1 to " + LARGEST_PORT);
    }
    return port;
  }

  /**
   * A sensitive path. The kernel's paths have no symbolic links: where a rule's path has some, the place that it leads to is
   * a rule too.
   */
  public static List<String> sensitive(String rule) {
    if (SensitivePaths.of(List.of(rule)).rules().isEmpty() || !rule.startsWith("/")) {
      return List.of(rule);
    }
    Path path = Path.of(rule);
    if (!rule.endsWith("/") && Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "sensitive path \""
              + rule
              + "\" is a directory; end it in / for all below it: "
              + rule
              + "/");
    }
    String real = realPath(path) + (rule.endsWith("/") ? "/" : "");
    return real.equals(rule) ? List.of(rule) : List.of(rule, real);
  }

  /** Where a path leads; of one that is not there, its directory counts. */
  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      Path directory = path.getParent();
      return directory == null || directory.getNameCount() == 0
          ? path
          : realPath(directory).resolve(path.getFileName());
    }
  }

  /** {@code console} or {@code json}. */
  public static OutputFormat output(String text) {
    for (OutputFormat format : OutputFormat.values()) {
      if (format.label().equals(text)) {
        return format;
      }
    }
    throw new IllegalArgumentException("output \"" + text + "\" is neither console nor json");
  }
}
