package dev.tawon.cli;

import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;

/** {@code tawon doctor} for people: a line a check, and below what does not work, what to do. */
final class DoctorTable {
  private static final int NAME_WIDTH = 24;
  private static final int ANSWER_WIDTH = 9;

  private DoctorTable() {}

  @SuppressWarnings("deprecation") // picocli has no other way to style a word with a list of styles
  private static String styled(Ansi ansi, String word, List<IStyle> styles) {
    return ansi.apply(word, styles).toString();
  }

  static String of(DoctorReport report, Ansi ansi) {
    StringBuilder table = new StringBuilder();
    for (DoctorReport.Section section : report.sections()) {
      table.append(styled(ansi, section.name(), Styles.BOLD)).append('\n');
      for (Check check : section.checks()) {
        append(table, check, ansi);
      }
      table.append('\n');
    }
    return table
        .append(
            report.ready()
                ? "The monitor can run here."
                : "The monitor cannot run here: see what is marked with !")
        .append('\n')
        .toString();
  }

  private static void append(StringBuilder table, Check check, Ansi ansi) {
    String word = check.answer().word();
    table
        .append(check.blocks() ? "! " : "  ")
        .append(padded(check.name(), NAME_WIDTH))
        .append(styled(ansi, word, Styles.of(check)))
        .append(" ".repeat(ANSWER_WIDTH - word.length()))
        .append(check.detail());
    trim(table);
    table.append('\n');
    if (!check.remedy().isEmpty()) {
      table.append(" ".repeat(2 + NAME_WIDTH + ANSWER_WIDTH)).append("→ ").append(check.remedy());
      table.append('\n');
    }
  }

  private static String padded(String text, int width) {
    return text.length() < width ? text + " ".repeat(width - text.length()) : text + " ";
  }

  private static void trim(StringBuilder text) {
    while (text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
  }
}
