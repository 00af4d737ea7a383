package dev.tawon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tawon generate-man}: the manual pages, from the same words as the help. */
@Command(
    name = "generate-man",
    description = "Write a manual page for each command to a directory: tawon.1 and so on.",
    footer = {"", "Examples:", "  tawon generate-man /usr/local/share/man/man1"})
final class GenerateManCommand implements Callable<Integer> {
  private final Environment environment;

  @Parameters(paramLabel = "DIR", description = "Where to write; made if it is not there.")
  private Path directory;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  GenerateManCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(directory);
    for (ManPage page : ManPage.all(Tawon.commandLine(environment).getCommandSpec())) {
      Path file = directory.resolve(page.fileName());
      Files.writeString(file, page.roff());
      environment.out().println(file);
    }
    environment.out().flush();
    return ExitCode.OK;
  }
}
