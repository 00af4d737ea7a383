package dev.tawon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tawon}: the commands, and what they share. */
@Command(
    name = "tawon",
    description = "Watches what programs do on this Linux host, with eBPF compiled from Java.",
    subcommandsRepeatable = false,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something failed",
      "2:the command line or a configuration file is wrong",
      "77:a capability is missing",
      "141:the reader of the output went away"
    },
    footer = {
      "",
      "Environment:",
      "  JAVA_HOME        a JDK 25 or newer; without it one is looked for",
      "  TAWON_JAVA_OPTS  more options for the JVM, separated by blanks",
      "  TAWON_NO_BUILD   if not empty, ./tawon runs the build that is there",
      "  TAWON_DEBUG      1: errors come with their stack traces",
      "  NO_COLOR         if not empty, no colours",
      "",
      "Examples:",
      "  tawon doctor                    what this host and user can do",
      "  tawon monitor                   every exec, exit, sensitive open and connection",
      "  tawon trace -- make test        only what 'make test' and its children do",
      "  tawon vm run --kernel 6.1 -- tawon doctor    the same on another kernel",
      "",
      "'tawon COMMAND --help' says more about a command."
    })
final class Tawon implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli sees to the flag itself
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Print this help.")
  private boolean help;

  @SuppressWarnings("unused") // picocli sees to the flag itself
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the versions of Tawon, the JDK and the kernel.")
  private boolean version;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  private Tawon() {}

  /** The command line, ready to {@link CommandLine#execute}. */
  static CommandLine commandLine(Environment environment) {
    return commandLine(environment, Subcommand.ALL);
  }

  /**
   * The command line for some arguments. Where they begin with a command's name, the others are left out: picocli reads each
   * by reflection, which takes longer than all else that it does.
   */
  static CommandLine commandLineFor(Environment environment, String... arguments) {
    for (Subcommand command : Subcommand.ALL) {
      if (arguments.length > 0 && arguments[0].equals(command.name())) {
        return commandLine(environment, List.of(command));
      }
    }
    return commandLine(environment);
  }

  private static CommandLine commandLine(Environment environment, List<Subcommand> commands) {
    Errors errors = new Errors(environment);
    CommandLine tawon = new CommandLine(new Tawon());
    commands.forEach(command -> tawon.addSubcommand(command.make().apply(environment)));
    tawon.getCommandSpec().versionProvider(() -> new String[] {version()});
    // Help belongs to who asked for it: standard output when asked, standard error after a mistake.
    return tawon
        .setOut(new PrintWriter(environment.out(), false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(environment.err(), false, StandardCharsets.UTF_8))
        .setColorScheme(
            Help.defaultColorScheme(environment.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setUsageHelpLongOptionsMaxWidth(28)
        .setUsageHelpWidth(100)
        // A word that begins with @ is a word: those of a traced command above all.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((exception, _) -> errors.usage(exception))
        .setExecutionExceptionHandler((exception, _, _) -> errors.failed(exception));
  }

  /** {@code tawon} alone asks for nothing. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream file = Tawon.class.getResourceAsStream("version.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "tawon "
        + properties.getProperty("version", "(unknown version)")
        + " (JDK "
        + Runtime.version()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch")
        + ")";
  }
}
