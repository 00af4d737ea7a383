package dev.tawon.cli;

import java.util.List;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** How answers look on a terminal. */
final class Styles {
  static final List<IStyle> BOLD = List.of(Style.bold);

  private Styles() {}

  static List<IStyle> of(Check check) {
    return switch (check.answer()) {
      case YES -> List.of(Style.fg_green);
      case NO -> List.of(check.required() ? Style.fg_red : Style.fg_yellow);
      case UNKNOWN -> List.of(Style.fg_yellow);
    };
  }
}
