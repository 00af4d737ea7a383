package dev.tawon.lang;

/** How much a line of a {@link Log} matters, from the least on. */
public enum LogLevel {
  /** Each step. */
  TRACE,
  /** What a developer wants to know. */
  DEBUG,
  /** What happens in normal operation. */
  INFO,
  /** What should not happen, and can be lived with. */
  WARN,
  /** What must not happen. */
  ERROR,
  /** No line has it: a module that is loaded with this level logs nothing. */
  OFF;

  /** Whether lines of a level are written where this is the least level that is. */
  public boolean includes(LogLevel level) {
    return this != OFF && level != OFF && compareTo(level) <= 0;
  }
}
