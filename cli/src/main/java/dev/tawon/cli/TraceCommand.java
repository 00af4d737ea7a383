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
import java.util.concurrent.Future;
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
      "1:something failed, and the command did not",
      "2:the command line or the configuration file is wrong",
      "77:a capability is missing",
      "126:the command cannot be executed",
      "127:the command was not found"
    },
    footer = {
      "",
      "Examples:",
      "  tawon trace -- make test",
      "  tawon trace --probe file --sensitive /etc/ -- id",
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

  /** Whether nobody waits any more. */
  private volatile boolean ending;

  TraceCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    options.addFile(settings);
    TracedCommand traced = TracedCommand.of(command, environment.variables());
    traced.requireSameBytes(Path.of("/proc/self/cmdline"));
    int self = Math.toIntExact(ProcessHandle.current().pid());
    Privileges.require("trace", environment);
    Privileges.requireHostPids("trace", environment);
    MonitorConfig config = settings.config().withScope(new Scope.Tree(self, false));
    try (OutputStream out = file == null ? new StandardError() : Files.newOutputStream(file);
        KernelEventSource source =
            KernelEventSource.load(config.scope(), config.probes(), config.sensitive())) {
      boolean terminal = file == null && environment.errorTerminal();
      EventSink sink = Sinks.sink(config.output(), out, terminal, environment);
      CompletableFuture<Void> attached = new CompletableFuture<>();
      Monitor monitor =
          Monitor.builder(config, source, sink, BootTime::nanos)
              .onAttached(() -> attached.complete(null))
              .build();
      for (String signal : List.of("INT", "TERM", "HUP")) {
        SignalHandling.handle(signal, () -> interrupted(signal));
      }
      return trace(traced, monitor, source, attached);
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
    int exitCode;
    try {
      await(attached);
      exitCode = run(traced, summary, source);
    } finally {
      monitor.stop();
      watcher.join();
    }
    try {
      Closing.report(environment, summary.get());
    } catch (Failure lost) {
      if (exitCode == ExitCode.OK) {
        throw lost;
      }
      new Errors(environment).failed(lost);
    }
    return exitCode;
  }

  /** Runs the command until it and its descendants have ended, or nobody wants to know of those any more. */
  private int run(TracedCommand traced, Future<Summary> summary, KernelEventSource source)
      throws InterruptedException {
    synchronized (this) {
      if (ending) {
        return ExitCode.INTERRUPTED;
      }
      child = traced.start();
    }
    int exitCode = child.waitFor();
    // Once the monitor has ended, the tree is not kept up to date.
    while (source.treeSize() > 0 && !ending && !summary.isDone()) {
      Thread.sleep(POLL_MS);
    }
    return exitCode;
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

  /**
   * Leaves Ctrl-C to the command, which the terminal has told too, and passes on other signals. When there is no command to
   * tell, the trace ends.
   */
  private synchronized void interrupted(String signal) {
    Process running = child;
    if (running == null || !running.isAlive()) {
      ending = true;
    } else if (!signal.equals("INT")) {
      running.destroy();
    }
  }
}
