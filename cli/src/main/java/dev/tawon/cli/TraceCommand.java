package dev.tawon.cli;

import dev.tawon.bpf.BootTime;
import dev.tawon.monitor.EventSink;
import dev.tawon.monitor.KernelEventSource;
import dev.tawon.monitor.Monitor;
import dev.tawon.monitor.MonitorConfig;
import dev.tawon.monitor.Scope;
import dev.tawon.monitor.Settings;
import dev.tawon.monitor.Summary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code tawon trace}: what one command and its descendants do.
 *
 * <p>The kernel half is told to look at the descendants of this process, and of no other, before the command is started:
 * its first execution is the first event.
 */
@Command(
    name = "trace",
    description = {
      "Runs a command and shows what it and its descendants do, from its first exec to the last exit.",
      "",
      "Standard input and output are the command's; events go to standard error, or to a file."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0-255:the command's own; 128 and the number of the signal that ended it",
      "2:the command line or the configuration file is wrong",
      "77:a capability is missing",
      "126:the command cannot be executed",
      "127:the command was not found"
    },
    footer = {
      "",
      "Examples:",
      "  tawon trace -- make test",
      "  tawon trace --output json -o events.jsonl -- ./install.sh --yes"
    })
final class TraceCommand implements Callable<Integer> {
  /** How often, once the command has ended, its descendants are looked for. */
  private static final long POLL_MS = 5;

  private final Environment environment;

  @Mixin private MonitorOptions options = new MonitorOptions();

  @Option(
      names = {"-o", "--to"},
      paramLabel = "FILE",
      description = "Write the events to a file instead of standard error.")
  private @Nullable Path file;

  @Parameters(paramLabel = "CMD", arity = "1..*", description = "The command and its arguments.")
  private List<String> command = List.of();

  private volatile @Nullable Process child;

  TraceCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    options.addFile(settings);
    TracedCommand traced = TracedCommand.of(command, environment.variables());
    int self = Math.toIntExact(ProcessHandle.current().pid());
    Privileges.require("trace", environment.host().get().capabilities());
    MonitorConfig config = settings.config().withScope(new Scope.Tree(self, false));
    try (OutputStream out = file == null ? new StandardError() : Files.newOutputStream(file);
        KernelEventSource source =
            KernelEventSource.load(config.scope(), config.probes(), config.sensitive())) {
      EventSink sink = Sinks.sink(config.output(), out, false, environment);
      CompletableFuture<Void> attached = new CompletableFuture<>();
      Monitor monitor =
          Monitor.builder(config, source, sink, BootTime::nanos)
              .onAttached(() -> attached.complete(null))
              .build();
      return Interruption.guard(() -> trace(traced, monitor, source, attached), this::endCommand);
    }
  }

  private int trace(
      TracedCommand traced,
      Monitor monitor,
      KernelEventSource source,
      CompletableFuture<Void> attached)
      throws Exception {
    CompletableFuture<Summary> summary = new CompletableFuture<>();
    Thread watcher =
        Thread.ofPlatform()
            .name("tawon-trace")
            .start(() -> {
              try {
                summary.complete(monitor.run());
              } catch (RuntimeException | Error e) {
                summary.completeExceptionally(e);
                attached.completeExceptionally(e);
              }
            });
    try {
      await(attached);
      Process running = traced.start();
      child = running;
      int exitCode = running.waitFor();
      while (source.treeSize() > 0) {
        Thread.sleep(POLL_MS);
      }
      return exitCode;
    } finally {
      monitor.stop();
      watcher.join();
      if (!summary.isCompletedExceptionally()) {
        Closing.report(environment, summary.join());
      }
    }
  }

  private static void await(CompletableFuture<Void> future) throws Exception {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Stays open when it is closed: what went wrong is yet to be said on it. */
  private static final class StandardError extends FileOutputStream {
    StandardError() {
      super(FileDescriptor.err);
    }

    @Override
    public void close() {}
  }

  /** Ctrl-C went to the command too, and this process ends after it; another signal is passed on. */
  private void endCommand() {
    Process running = child;
    if (running != null) {
      running.destroy();
    }
  }
}
