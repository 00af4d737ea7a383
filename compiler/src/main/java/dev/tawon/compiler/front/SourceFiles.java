package dev.tawon.compiler.front;

/** Names of source files. */
public final class SourceFiles {
  private SourceFiles() {}

  /** The name of the file that a class most likely stands in, for classes whose class file was not read. */
  public static String of(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    return outermost.getSimpleName() + ".java";
  }
}
