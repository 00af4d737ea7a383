package dev.tawon.cli;

import dev.tawon.bpf.BootTime;
import dev.tawon.bpf.BpfException;
import dev.tawon.monitor.EventSink;
import dev.tawon.monitor.KernelEventSource;
import dev.tawon.monitor.Monitor;
import dev.tawon.monitor.MonitorConfig;
import dev.tawon.monitor.OutputFormat;
import dev.tawon.monitor.Scope;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/**
 * {@code tawon training}: does in short what {@code monitor} does, so that the JDK's ahead-of-time cache (JEP 514) holds the
 * classes that it needs. It looks at the descendants of its own process alone: one run of {@code true}.
 */
@Command(
    name = "training",
    hidden = true,
    description = "Trains the launcher's ahead-of-time cache.")
final class TrainingCommand implements Callable<Integer> {
  private static final long WATCH_MS = 50;

  private final Environment environment;

  TrainingCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    try {
      Privileges.require("training", environment);
      watch(OutputFormat.JSON);
      watch(OutputFormat.CONSOLE);
    } catch (Failure | BpfException _) {
      // A host that cannot run the monitor still has the command line in its cache.
    }
    return ExitCode.OK;
  }

  private void watch(OutputFormat format) throws Exception {
    MonitorConfig config =
        MonitorConfig.defaults()
            .withScope(new Scope.Tree(Math.toIntExact(ProcessHandle.current().pid()), false));
    try (KernelEventSource source =
        KernelEventSource.load(config.scope(), config.probes(), config.sensitive())) {
      EventSink sink = Sinks.sink(format, OutputStream.nullOutputStream(), false, environment);
      Monitor monitor = Monitor.builder(config, source, sink, BootTime::nanos).build();
      CompletableFuture<Void> ended = CompletableFuture.runAsync(monitor::run);
      TracedCommand.of(List.of("true"), environment.variables()).start().waitFor();
      Thread.sleep(WATCH_MS);
      monitor.stop();
      ended.join();
    }
  }
}
