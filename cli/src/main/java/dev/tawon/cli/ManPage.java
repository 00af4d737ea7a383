package dev.tawon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page made from a command's model, in the {@code man(7)} macros of roff.
 *
 * @param fileName {@code tawon-monitor.1}
 * @param roff its text
 */
record ManPage(String fileName, String roff) {
  private static final String TITLE = "Tawon Manual";

  /** The pages of a command and of those below it that are not hidden, the command's own first. */
  static List<ManPage> all(CommandSpec command) {
    List<ManPage> pages = new ArrayList<>();
    pages.add(new ManPage(name(command) + ".1", new Writer(command).write()));
    for (CommandLine below : command.subcommands().values()) {
      if (!below.getCommandSpec().usageMessage().hidden()) {
        pages.addAll(all(below.getCommandSpec()));
      }
    }
    return List.copyOf(pages);
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** Writes one page. */
  private static final class Writer {
    private final CommandSpec command;
    private final StringBuilder page = new StringBuilder();

    Writer(CommandSpec command) {
      this.command = command;
    }

    String write() {
      line(".\\\" Written by 'tawon generate-man' from the command's own help.");
      line(".TH " + name(command).toUpperCase(Locale.ROOT) + " 1 \"\" tawon \"" + TITLE + "\"");
      line(".nh"); // no hyphenation: option names must stay whole
      line(".ad l");
      String[] description = command.usageMessage().description();
      section("Name");
      line(text(name(command)) + " \\- " + text(summary(description[0])));
      section("Synopsis");
      line(".nf");
      line(text(synopsis()));
      line(".fi");
      section("Description");
      for (String paragraph : description) {
        line(paragraph.isEmpty() ? ".PP" : text(plain(paragraph)));
      }
      arguments();
      commands();
      exitCodes();
      footer();
      return page.toString();
    }

    /** The first sentence as a man page has it: no capital, no full stop. */
    private static String summary(String sentence) {
      String text = plain(sentence);
      text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
      return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private String synopsis() {
      Help help = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF));
      return help.synopsis(0).stripTrailing();
    }

    private void arguments() {
      Stream<PositionalParamSpec> positional =
          command.positionalParameters().stream().filter(argument -> !argument.hidden());
      Stream<OptionSpec> options =
          command.options().stream().filter(argument -> !argument.hidden());
      List<ArgSpec> arguments = Stream.<ArgSpec>concat(positional, options).toList();
      if (!arguments.isEmpty()) {
        section("Options");
      }
      for (ArgSpec argument : arguments) {
        line(".TP");
        line("\\fB" + text(label(argument)) + "\\fR");
        for (String sentence : argument.description()) {
          line(text(plain(sentence)));
        }
      }
    }

    private static String label(ArgSpec argument) {
      return switch (argument) {
        case OptionSpec option ->
            String.join(", ", option.names())
                + (option.arity().max() > 0 ? " " + option.paramLabel() : "");
        default -> argument.paramLabel();
      };
    }

    private void commands() {
      if (command.subcommands().isEmpty()) {
        return;
      }
      section("Commands");
      for (CommandLine below : command.subcommands().values()) {
        CommandSpec spec = below.getCommandSpec();
        if (!spec.usageMessage().hidden()) {
          line(".TP");
          line("\\fB" + text(name(spec)) + "\\fR(1)");
          line(text(plain(spec.usageMessage().description()[0])));
        }
      }
    }

    private void exitCodes() {
      Map<String, String> codes = command.usageMessage().exitCodeList();
      if (codes.isEmpty()) {
        return;
      }
      section("Exit status");
      for (Map.Entry<String, String> code : codes.entrySet()) {
        line(".TP");
        line("\\fB" + text(code.getKey()) + "\\fR");
        line(text(plain(code.getValue())));
      }
    }

    /** In a footer, {@code Title:} alone begins a section, and indented lines are kept as they are. */
    private void footer() {
      boolean literal = false;
      for (String line : command.usageMessage().footer()) {
        boolean indented = line.startsWith("  ");
        if (literal && !indented) {
          line(".fi");
        }
        if (indented && !literal) {
          line(".nf");
        }
        literal = indented;
        if (line.isEmpty()) {
          continue;
        }
        if (line.endsWith(":") && !indented) {
          section(line.substring(0, line.length() - 1));
        } else if (indented) {
          line(text(plain(line.substring(2))));
        } else {
          line(".PP");
          line(text(plain(line)));
        }
      }
      if (literal) {
        line(".fi");
      }
    }

    private void section(String title) {
      line(".SH " + title.toUpperCase(Locale.ROOT));
    }

    private void line(String text) {
      page.append(text).append('\n');
    }

    /** picocli's text is a format string with its own markup. */
    private static String plain(String text) {
      return Help.Ansi.OFF.string(text).formatted();
    }

    /** Text that roff takes as it is. */
    private static String text(String text) {
      String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
      return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
  }
}
