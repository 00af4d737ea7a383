package dev.tawon.monitor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting of the monitor: what it is called on the command line and in a configuration file, and what it means. */
public enum Setting {
  /** {@link MonitorConfig#scope}. */
  SCOPE("scope", "all", false, "Which processes: all, tree:PID or cgroup:PATH."),
  /** {@link MonitorConfig#duration}. */
  DURATION("duration", "until it is stopped", false, "How long to run: 500ms, 10s, 5m, 1h."),
  /** {@link MonitorConfig#probes}. */
  PROBE(
      "probe",
      "exec, exit, file, network",
      true,
      "Kinds of events: fork, exec, exit, file, network."),
  /** {@link MonitorConfig#sensitive}. */
  SENSITIVE(
      "sensitive",
      "/etc/passwd, /etc/shadow, /root/.ssh/, ~/.ssh/",
      true,
      "Files whose opens are events: /a/file, /a/directory/ for all below, ~/name for any directory."),
  /** {@link MonitorConfig#ports}. */
  PORT("port", "22, 23, 3389, 4444, 5555", true, "Remote ports that are marked as suspicious."),
  /** {@link MonitorConfig#output}. */
  OUTPUT("output", "console", false, "How events are shown: console or json.");

  /** All settings. */
  public static final List<Setting> ALL = List.of(values());

  private final String key;
  private final String standard;
  private final boolean list;
  private final String sentence;

  Setting(String key, String standard, boolean list, String sentence) {
    this.key = key;
    this.standard = standard;
    this.list = list;
    this.sentence = sentence;
  }

  /** The key in a file, and with two dashes the flag. */
  public String key() {
    return key;
  }

  /** What holds when it is not given, for help. */
  public String standard() {
    return standard;
  }

  /** Whether it takes several values. */
  public boolean isList() {
    return list;
  }

  /** What it means. */
  public String sentence() {
    return sentence;
  }

  /** The setting of a key, or null. */
  static @Nullable Setting ofKey(String key) {
    for (Setting setting : ALL) {
      if (setting.key.equals(key)) {
        return setting;
      }
    }
    return null;
  }
}
