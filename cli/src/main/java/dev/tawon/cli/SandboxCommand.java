package dev.tawon.cli;

import java.io.InputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tawon sandbox}: eBPF programs in user space. */
@Command(
    name = "sandbox",
    description = {
      "Runs eBPF programs in user space: no kernel, no privileges, any operating system.",
      "",
      "Whatever a program does, the worst that comes of it is an error message: each access to memory is"
          + " checked, and a run ends when its budget of instructions does."
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  tawon sandbox run filter.asm --memory '45 00 00 28'",
      "  echo b7 00 00 00 2a 00 00 00 95 00 00 00 00 00 00 00 | tawon sandbox plugin"
    })
final class SandboxCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the field
  private SandboxCommand() {}

  /** The command with those below it. */
  static CommandLine commandLine(Environment environment, InputStream in) {
    return new CommandLine(new SandboxCommand())
        .addSubcommand(new SandboxRunCommand(environment))
        .addSubcommand(new SandboxPluginCommand(environment, in));
  }

  /** {@code tawon sandbox} alone asks for nothing. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
