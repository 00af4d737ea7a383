package dev.tawon.monitor;

import java.time.ZoneId;
import java.util.Map;

/**
 * What the console's table looks like.
 *
 * @param colour whether to colour it
 * @param columns the terminal's width, at which lines are broken; 0 for no terminal: lines are whole
 * @param zone the time zone of the times
 */
public record ConsoleStyle(boolean colour, int columns, ZoneId zone) {
  /** Narrower terminals are taken for this wide. */
  private static final int NARROWEST = 20;

  /** Takes a width that nothing fits in for one that it does. */
  public ConsoleStyle {
    if (columns > 0) {
      columns = Math.max(columns, NARROWEST);
    } else {
      columns = 0;
    }
  }

  /** No colours, whole lines. */
  public static ConsoleStyle plain(ZoneId zone) {
    return new ConsoleStyle(false, 0, zone);
  }

  /**
   * The style for a terminal: in colour unless the environment has {@code NO_COLOR}, not empty, or {@code TERM=dumb}.
   *
   * @param columns its width
   * @param environment the environment's variables
   */
  public static ConsoleStyle terminal(int columns, Map<String, String> environment, ZoneId zone) {
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new ConsoleStyle(colour, Math.max(columns, NARROWEST), zone);
  }
}
