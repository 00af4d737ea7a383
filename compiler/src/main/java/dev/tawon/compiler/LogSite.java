package dev.tawon.compiler;

import dev.tawon.lang.LogLevel;
import java.util.List;

/**
 * A place where a program logs.
 *
 * @param program the program's name
 * @param file the source file's name
 * @param line the line, from 1
 * @param level how much it matters
 * @param parts what the line is put together of
 */
public record LogSite(String program, String file, int line, LogLevel level, List<LogPart> parts) {
  /** Copies the list. */
  public LogSite {
    parts = List.copyOf(parts);
  }
}
