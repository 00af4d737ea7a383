package dev.tawon.monitor.config;

import dev.tawon.monitor.OutputFormat;
import dev.tawon.monitor.Scope;
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
    if (!Files.exists(PROC.resolve(Integer.toString(pid)))) {
      throw new IllegalArgumentException("there is no process " + pid);
    }
    return pid;
  }

  private static Scope cgroup(String text) {
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
