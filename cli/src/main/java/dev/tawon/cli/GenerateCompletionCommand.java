package dev.tawon.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code tawon generate-completion}: a script that completes Tawon's commands and options in bash and zsh. */
@Command(
    name = "generate-completion",
    description = {
      "Print a completion script for bash and zsh to standard output.",
      "",
      "In zsh, run 'autoload -U +X compinit && compinit' and the same for bashcompinit before it."
    },
    footer = {
      "",
      "Examples:",
      "  source <(tawon generate-completion)",
      "  tawon generate-completion | sudo tee /usr/share/bash-completion/completions/tawon >/dev/null"
    })
final class GenerateCompletionCommand implements Runnable {
  private final Environment environment;

  GenerateCompletionCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    environment.out().print(AutoComplete.bash("tawon", Tawon.commandLine(environment)));
    environment.out().flush();
  }
}
