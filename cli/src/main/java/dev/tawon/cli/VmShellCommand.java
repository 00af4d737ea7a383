package dev.tawon.cli;

import dev.tawon.vm.KernelStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tawon vm shell}: a shell on another kernel. */
@Command(
    name = "shell",
    description = {
      "Boots a kernel and opens a shell on it as root.",
      "",
      "The shell has this terminal, Ctrl-C and all; exit ends it and the guest."
    },
    footer = {"", "Examples:", "  tawon vm shell --kernel 6.12"})
final class VmShellCommand implements Callable<Integer> {
  /** A shell is ended by who uses it. */
  private static final Duration LONG = Duration.ofDays(365);

  private final Environment environment;

  @Mixin private VmOptions options = new VmOptions();

  VmShellCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    if (!Environment.isTerminal(Environment.STANDARD_INPUT)) {
      throw options.wrong(
          "standard input is no terminal, which the shell needs: tawon vm run --kernel K -- sh -c"
              + " 'COMMANDS' runs commands");
    }
    KernelStore store = KernelStore.ofUser();
    try (ProgressBar bar = new ProgressBar(environment)) {
      return new GuestRun(environment, store, bar)
          .run(options.machine(store, List.of(), bar).withTimeout(LONG));
    }
  }
}
