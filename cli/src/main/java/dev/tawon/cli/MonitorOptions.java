package dev.tawon.cli;

import dev.tawon.monitor.OutputFormat;
import dev.tawon.monitor.Setting;
import dev.tawon.monitor.Settings;
import dev.tawon.monitor.event.EventKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that {@code monitor} and {@code trace} share. What they do not say, a configuration file may. */
final class MonitorOptions {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      completionCandidates = Formats.class,
      description = "How events are shown: console or json (default: console).")
  private @Nullable String output;

  @Option(
      names = "--probe",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description =
          "Kinds of events: exec, exit, file, network, fork (default: the first four)."
              + " Several with commas.")
  private @Nullable List<String> probes;

  @Option(
      names = "--sensitive",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Files whose opens are events: /a/file, /a/directory/ for all below it, ~/name/ for all below any directory"
              + " of that name (default: /etc/passwd /etc/shadow /root/.ssh/ ~/.ssh/).")
  private @Nullable List<String> sensitive;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      arity = "1..*",
      description = "Remote ports to mark as suspicious (default: 22 23 3389 4444 5555).")
  private @Nullable List<String> ports;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Take settings from a YAML file with the flags' names as keys; flags win.")
  private @Nullable Path config;

  MonitorOptions() {}

  /** What a shell offers for {@code --output}. */
  static final class Formats extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Formats() {
      super(Arrays.stream(OutputFormat.values()).map(OutputFormat::label).toList());
    }
  }

  /** What a shell offers for {@code --probe}. */
  static final class Kinds extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Kinds() {
      super(EventKind.ALL.stream().map(EventKind::label).toList());
    }
  }

  /** What was given. */
  Settings settings() {
    Settings settings = new Settings();
    one(settings, Setting.OUTPUT, output);
    several(settings, Setting.PROBE, probes);
    several(settings, Setting.SENSITIVE, sensitive);
    several(settings, Setting.PORT, ports);
    return settings;
  }

  /** Adds the file, whose settings come after all flags. */
  void addFile(Settings settings) {
    if (config != null) {
      settings.file(config);
    }
  }

  static void one(Settings settings, Setting setting, @Nullable String value) {
    if (value != null) {
      settings.flag(setting, List.of(value));
    }
  }

  private static void several(Settings settings, Setting setting, @Nullable List<String> values) {
    if (values != null) {
      settings.flag(setting, values);
    }
  }
}
