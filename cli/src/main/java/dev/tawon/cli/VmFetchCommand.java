package dev.tawon.cli;

import dev.tawon.vm.Kernel;
import dev.tawon.vm.KernelStore;
import dev.tawon.vm.KernelVersion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tawon vm fetch}: gets kernels from Debian. */
@Command(
    name = "fetch",
    description = {
      "Fetch kernels from Debian, or newer packages of those that are there.",
      "",
      "The packages come from the mirror that this machine's apt uses, whatever its release, and apt checks their"
          + " signatures. Its own sources and packages stay as they are."
    },
    footer = {"", "Examples:", "  tawon vm fetch 6.1", "  tawon vm fetch 5.10 6.12 7.x"})
final class VmFetchCommand implements Callable<Integer> {
  private final Environment environment;

  @Parameters(
      paramLabel = "KERNEL",
      arity = "1..*",
      description = "Kernels as 'tawon vm list' names them.")
  private List<String> kernels = List.of();

  VmFetchCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    List<KernelVersion> versions = kernels.stream().map(KernelVersion::of).toList();
    KernelStore store = KernelStore.ofUser();
    for (KernelVersion version : versions) {
      try (ProgressBar bar = new ProgressBar(environment)) {
        Kernel kernel = store.fetch(version, bar);
        bar.clear();
        environment.out().println(kernel.name() + ": " + kernel.origin());
        environment.out().flush();
      }
    }
    return ExitCode.OK;
  }
}
