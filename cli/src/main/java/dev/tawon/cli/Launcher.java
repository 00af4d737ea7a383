package dev.tawon.cli;

import java.util.Map;

/** What {@code ./tawon}, the shell script, tells the JVM by environment variables, and nobody else. */
final class Launcher {
  /** The terminal's width. */
  static final String COLUMNS = "TAWON_COLUMNS";

  /** What {@code LC_ALL} was before the launcher gave the JVM a locale in UTF-8, with an {@code =} before it if it was set. */
  private static final String LOCALE = "TAWON_LC_ALL";

  private Launcher() {}

  /** Makes of this process's variables those that the launcher was called with. */
  static void restore(Map<String, String> variables) {
    variables.remove(COLUMNS);
    String locale = variables.remove(LOCALE);
    if (locale != null) {
      if (locale.startsWith("=")) {
        variables.put("LC_ALL", locale.substring(1));
      } else {
        variables.remove("LC_ALL");
      }
    }
  }
}
