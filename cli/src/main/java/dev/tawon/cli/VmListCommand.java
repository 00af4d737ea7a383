package dev.tawon.cli;

import dev.tawon.vm.Kernel;
import dev.tawon.vm.KernelStore;
import dev.tawon.vm.KernelVersion;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tawon vm list}: the kernels there are. */
@Command(
    name = "list",
    description = "List the kernels that there are, and which of them were fetched.",
    footer = {"", "Examples:", "  tawon vm list"})
final class VmListCommand implements Callable<Integer> {
  private static final String ROW = "%-8s %-12s %s%n";
  private final Environment environment;

  VmListCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    KernelStore store = KernelStore.ofUser();
    environment.out().printf(ROW, "KERNEL", "SUITE", "FETCHED");
    for (KernelVersion version : KernelVersion.all()) {
      Optional<Kernel> kernel = store.find(version);
      environment
          .out()
          .printf(
              ROW,
              version.name(),
              version.suites().getFirst(),
              kernel.map(Kernel::origin).orElse("-"));
    }
    environment.out().flush();
    return ExitCode.OK;
  }
}
