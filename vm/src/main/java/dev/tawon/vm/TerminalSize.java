package dev.tawon.vm;

import java.util.Map;

/** The size of the user's terminal, which a guest cannot ask a serial line for. */
record TerminalSize(int rows, int columns) {
  static final TerminalSize USUAL = new TerminalSize(24, 80);

  /** What the environment says: shells keep it there, and so does Tawon's launcher. */
  static TerminalSize current() {
    Map<String, String> variables = System.getenv();
    return new TerminalSize(
        number(variables.get("LINES"), USUAL.rows),
        number(variables.get("TAWON_COLUMNS"), number(variables.get("COLUMNS"), USUAL.columns)));
  }

  private static int number(@org.jspecify.annotations.Nullable String text, int otherwise) {
    return text != null && text.matches("[1-9]\\d{0,3}") ? Integer.parseInt(text) : otherwise;
  }
}
