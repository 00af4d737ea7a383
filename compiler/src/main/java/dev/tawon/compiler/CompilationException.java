package dev.tawon.compiler;

import java.util.List;
import java.util.stream.Collectors;

/** Java that cannot become eBPF, with the places and the reasons. */
public final class CompilationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Diagnostic> diagnostics;

  /**
   * A failure.
   *
   * @param diagnostics the errors, at least one
   */
  public CompilationException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /** A failure that belongs to a whole class. */
  static CompilationException of(Class<?> type, Rule rule, String reason) {
    String name = type.getName();
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    return new CompilationException(
        List.of(new Diagnostic(outermost.getSimpleName() + ".java", 0, name + " " + reason, rule)));
  }

  /** The errors. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
