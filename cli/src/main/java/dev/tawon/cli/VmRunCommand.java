package dev.tawon.cli;

import dev.tawon.vm.KernelStore;
import dev.tawon.vm.Machine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tawon vm run}: one command on another kernel. */
@Command(
    name = "run",
    description = {
      "Boots a kernel and runs a command on it as root.",
      "",
      "Standard output and error are the command's; its standard input is empty. Ctrl-C ends the guest."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0-255:the command's own",
      "2:the command line is wrong",
      "124:the guest was ended after its time",
      "125:the guest did not come up, panicked, or went down",
      "130:Ctrl-C"
    },
    footer = {
      "",
      "Examples:",
      "  tawon vm run --kernel 6.1 -- uname -r",
      "  tawon vm run --kernel 5.10 -- tawon doctor",
      "  tawon vm run --kernel 7.x --share results -- sh -c 'dmesg > dmesg.txt'",
      "  tawon vm run --kernel-image build/bzImage --append lsm=bpf -- tawon doctor --all"
    })
final class VmRunCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private VmOptions options = new VmOptions();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "End the guest after ms, s, m or h (default: 10m).")
  private String timeout = "10m";

  @Parameters(paramLabel = "CMD", arity = "1..*", description = "The command and its arguments.")
  private List<String> command = List.of();

  VmRunCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    KernelStore store = KernelStore.ofUser();
    var limit =
        Durations.parse(timeout)
            .orElseThrow(() ->
                options.wrong(
                    "--timeout: " + timeout + " is no number with ms, s, m or h, such as 90s"));
    try (ProgressBar bar = new ProgressBar(environment)) {
      Machine machine = options.machine(store, command, bar);
      return new GuestRun(environment, store, bar).run(machine.withTimeout(limit));
    }
  }
}
