package dev.tawon.cli;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * A command of {@code tawon}, which is made when it is needed.
 *
 * @param name its name
 * @param make makes it
 */
record Subcommand(String name, Function<Environment, CommandLine> make) {
  /** In the order in which help lists them. */
  static final List<Subcommand> ALL =
      List.of(
          new Subcommand("monitor", environment -> of(new MonitorCommand(environment))),
          // What follows a traced command's name is the command's, with or without "--" before.
          new Subcommand(
              "trace", environment -> of(new TraceCommand(environment)).setStopAtPositional(true)),
          new Subcommand("doctor", environment -> of(new DoctorCommand(environment))),
          new Subcommand("compile", environment -> of(new CompileCommand(environment))),
          new Subcommand("dump", environment -> of(new DumpCommand(environment))),
          new Subcommand("explain", environment -> of(new ExplainCommand(environment))),
          new Subcommand(
              "sandbox", environment -> SandboxCommand.commandLine(environment, System.in)),
          new Subcommand("vm", VmCommand::commandLine),
          new Subcommand(
              "generate-completion", environment -> of(new GenerateCompletionCommand(environment))),
          new Subcommand("generate-man", environment -> of(new GenerateManCommand(environment))),
          new Subcommand("training", environment -> of(new TrainingCommand(environment))));

  private static CommandLine of(Object command) {
    return new CommandLine(command);
  }
}
