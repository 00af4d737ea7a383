package dev.tawon.compiler;

/**
 * One error in a module's Java, at its line.
 *
 * @param file the source file's name, as the class file has it
 * @param line the line, from 1; 0 if the error belongs to no line
 * @param message what is wrong and what would be right; a table may follow on lines of its own
 * @param rule which rule is broken
 */
public record Diagnostic(String file, int line, String message, Rule rule) {
  /** The error as javac would print it, {@code ExecProbe.java:42: error: … [unbounded-loop]}. */
  @Override
  public String toString() {
    int end = message.indexOf('\n') < 0 ? message.length() : message.indexOf('\n');
    return file
        + (line > 0 ? ":" + line : "")
        + ": error: "
        + message.substring(0, end)
        + " ["
        + rule.code()
        + "]"
        + message.substring(end);
  }
}
