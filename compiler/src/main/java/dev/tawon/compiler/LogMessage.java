package dev.tawon.compiler;

import dev.tawon.lang.LogLevel;

/**
 * A line that a program logged.
 *
 * @param level how much it matters
 * @param program the program's name
 * @param file the source file's name
 * @param line the line in the source, from 1
 * @param text the text, as Java renders it; what comes from arrays of bytes may hold any characters
 */
public record LogMessage(LogLevel level, String program, String file, int line, String text) {
  /** {@code INFO  onExec Logging.java:31: exec pid=12}, fit for a terminal: control characters as {@code \\u001b}. */
  @Override
  public String toString() {
    StringBuilder printed = new StringBuilder();
    printed.append("%-5s %s %s:%d: ".formatted(level, program, file, line));
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (Character.isISOControl(letter) && letter != '\t') {
        printed.append("\\u%04x".formatted((int) letter));
      } else {
        printed.append(letter);
      }
    }
    return printed.toString();
  }
}
