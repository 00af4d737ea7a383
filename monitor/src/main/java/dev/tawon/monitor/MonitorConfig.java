package dev.tawon.monitor;

import dev.tawon.monitor.event.EventKind;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor looks at, and how it shows it.
 *
 * @param scope which processes
 * @param duration how long it runs, or null for until it is stopped
 * @param probes the kinds of events
 * @param sensitive the files whose opens are events
 * @param ports the remote ports that are marked as suspicious
 * @param output how events are shown
 */
public record MonitorConfig(
    Scope scope,
    @Nullable Duration duration,
    Set<EventKind> probes,
    SensitivePaths sensitive,
    Set<Integer> ports,
    OutputFormat output) {
  /** The kinds of events unless others are given. */
  public static final Set<EventKind> DEFAULT_PROBES =
      Set.of(EventKind.EXEC, EventKind.EXIT, EventKind.FILE, EventKind.NETWORK);

  /** The suspicious ports unless others are given: remote shells and desktops, and what toolkits listen on. */
  public static final Set<Integer> DEFAULT_PORTS = Set.of(22, 23, 3389, 4444, 5555);

  /** Copies the sets. */
  public MonitorConfig {
    probes = Set.copyOf(probes);
    ports = Set.copyOf(ports);
  }

  /** The settings of {@code tawon monitor} without flags. */
  public static MonitorConfig defaults() {
    return new MonitorConfig(
        Scope.ALL,
        null,
        DEFAULT_PROBES,
        SensitivePaths.of(SensitivePaths.DEFAULT_RULES),
        DEFAULT_PORTS,
        OutputFormat.CONSOLE);
  }

  /** The same with another scope. */
  public MonitorConfig withScope(Scope other) {
    return new MonitorConfig(other, duration, probes, sensitive, ports, output);
  }
}
