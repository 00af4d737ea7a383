package dev.tawon.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/**
 * {@code tawon training}: does in short what the commands do, by their own command lines, so that the JDK's ahead-of-time cache
 * (JEP 514) holds the classes that they need. It looks at the descendants of its own process alone: some runs of
 * {@code true}. On a host that cannot run the monitor, the cache still has the rest.
 */
@Command(
    name = "training",
    hidden = true,
    description = "Trains the launcher's ahead-of-time cache.")
final class TrainingCommand implements Callable<Integer> {
  private static final String MODULE = "dev.tawon.monitor.probe.MonitorModule";

  private final Environment environment;

  TrainingCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    run("--help");
    run("doctor");
    run("compile", MODULE, "--target", "6.12", "--output", "/dev/null");
    run("dump", MODULE, "--target", "6.12");
    run("trace", "--output", "json", "--", "true");
    watch("json");
    watch("console");
    return ExitCode.OK;
  }

  private void watch(String output) {
    String scope = "tree:" + ProcessHandle.current().pid();
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () -> run("monitor", "--scope", scope, "--duration", "1s", "--output", output));
    while (!ended.isDone()) {
      try {
        TracedCommand.of(List.of("true"), environment.variables()).start().waitFor();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void run(String... arguments) {
    PrintStream nothing =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Environment quiet =
        new Environment(
            nothing,
            nothing,
            environment.variables(),
            environment.terminal(),
            environment.errorTerminal(),
            environment.namespaces(),
            environment.host());
    Tawon.commandLineFor(quiet, arguments).execute(arguments);
  }
}
