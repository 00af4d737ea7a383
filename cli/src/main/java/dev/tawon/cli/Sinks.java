package dev.tawon.cli;

import dev.tawon.monitor.ConsoleStyle;
import dev.tawon.monitor.EventSink;
import dev.tawon.monitor.OutputFormat;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Map;

/** Sinks on the process's own streams. */
final class Sinks {
  private Sinks() {}

  /** A sink on standard output, broken at its width and coloured if it is a terminal. */
  static EventSink standardOutput(OutputFormat format, Environment environment) {
    return sink(
        format, new FileOutputStream(FileDescriptor.out), environment.terminal(), environment);
  }

  /** A sink on any stream. */
  static EventSink sink(
      OutputFormat format, OutputStream out, boolean terminal, Environment environment) {
    return switch (format) {
      case JSON -> EventSink.json(out);
      case CONSOLE ->
          EventSink.console(
              out,
              terminal
                  ? ConsoleStyle.terminal(
                      columns(environment.variables()),
                      environment.variables(),
                      ZoneId.systemDefault())
                  : ConsoleStyle.plain(ZoneId.systemDefault()));
    };
  }

  /** The terminal's width, from the shell or else the launcher; lines are whole where neither knows. */
  private static int columns(Map<String, String> variables) {
    String columns =
        variables.getOrDefault("COLUMNS", variables.getOrDefault(Launcher.COLUMNS, ""));
    try {
      int width = Integer.parseInt(columns);
      return width > 0 ? width : Integer.MAX_VALUE;
    } catch (NumberFormatException _) {
      return Integer.MAX_VALUE;
    }
  }
}
