package dev.tawon.cli;

import dev.tawon.bpf.BootTime;
import dev.tawon.monitor.KernelEventSource;
import dev.tawon.monitor.Monitor;
import dev.tawon.monitor.MonitorConfig;
import dev.tawon.monitor.OutputFormat;
import dev.tawon.monitor.Scope;
import dev.tawon.monitor.Setting;
import dev.tawon.monitor.Settings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tawon monitor}: what happens on the host, as it happens. */
@Command(
    name = "monitor",
    description = {
      "Shows what happens on this host: programs executed, processes ended, sensitive files opened, connections made.",
      "",
      "Runs until Ctrl-C, or for --duration. A closing line on standard error counts the events of each kind:"
          + " produced = filtered + delivered + lost."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:ended by Ctrl-C or by --duration",
      "1:something failed",
      "2:the command line or the configuration file is wrong",
      "77:a capability is missing",
      "141:the reader of the output went away"
    },
    footer = {
      "",
      "Examples:",
      "  tawon monitor",
      "  tawon monitor --scope tree:1234 --duration 10s",
      "  tawon monitor --output json --probe exec,network > events.jsonl",
      "  tawon monitor --sensitive /etc/shadow /srv/secrets/ --port 4444 1337"
    })
final class MonitorCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private MonitorOptions options = new MonitorOptions();

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "Which processes: all; tree:PID for one and its descendants; cgroup:PATH for those of a cgroup and below"
              + " (default: all). Decided in the kernel.")
  private @Nullable String scope;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long to run: 500ms, 10s, 5m, 1h (default: until Ctrl-C).")
  private @Nullable String duration;

  MonitorCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    MonitorOptions.one(settings, Setting.SCOPE, scope);
    MonitorOptions.one(settings, Setting.DURATION, duration);
    options.addFile(settings);
    MonitorConfig config = settings.config();
    Privileges.require("monitor", environment);
    if (config.scope() instanceof Scope.Tree) {
      Privileges.requireHostPids("--scope tree", environment);
    }
    try (KernelEventSource source =
        KernelEventSource.load(config.scope(), config.probes(), config.sensitive())) {
      Monitor monitor =
          Monitor.builder(
                  config,
                  source,
                  Sinks.standardOutput(config.output(), environment),
                  BootTime::nanos)
              .build();
      if (config.output() == OutputFormat.CONSOLE && environment.terminal()) {
        environment.err().println("tawon: watching; Ctrl-C ends it");
        environment.err().flush();
      }
      return Interruption.guard(() -> Closing.report(environment, monitor.run()), monitor::stop);
    }
  }
}
