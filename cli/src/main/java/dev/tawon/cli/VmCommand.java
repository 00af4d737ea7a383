package dev.tawon.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tawon vm}: other kernels than this host's, in QEMU. */
@Command(
    name = "vm",
    description = {
      "Runs commands on other Linux kernels, in a virtual machine.",
      "",
      "Kernels are Debian's, fetched with this machine's own apt and kept in the user's cache directory, or any bzImage."
          + " A guest has a small user land, a run-time image of this JDK, and Tawon; it has no disk and no network."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Environment:",
      "  XDG_CACHE_HOME  where kernels and guests' files are kept, in tawon/ (default: ~/.cache)",
      "",
      "Examples:",
      "  tawon vm run --kernel 6.1 -- tawon doctor",
      "  tawon vm run --kernel 5.10 -- tawon trace -- true"
    })
final class VmCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  private VmCommand() {}

  /** With the commands below it. */
  static CommandLine commandLine(Environment environment) {
    return new CommandLine(new VmCommand())
        .addSubcommand(new VmListCommand(environment))
        .addSubcommand(new VmFetchCommand(environment))
        .addSubcommand(new VmRunCommand(environment))
        .addSubcommand(new VmShellCommand(environment));
  }

  /** {@code tawon vm} alone asks for nothing. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
