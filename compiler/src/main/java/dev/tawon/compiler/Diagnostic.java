package dev.tawon.compiler;

/**
 * One error in a module's Java, at its line.
 *
 * @param file the source file's name, as the class file has it
 * @param line the line, from 1; 0 if the error belongs to no line
 * @param message what is wrong and what would be right
 */
public record Diagnostic(String file, int line, String message) {
  /** The error as javac would print it, {@code ExecProbe.java:42: error: …}. */
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": error: " + message;
  }
}
