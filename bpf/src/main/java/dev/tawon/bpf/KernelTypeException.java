package dev.tawon.bpf;

/**
 * A program that uses a kernel type or field which this kernel does not have, or has in another shape.
 *
 * <p>The message is one line as javac would print it, {@code ExecProbe.java:42: error: onExec cannot run on Linux 5.10: …}.
 * The cause is a {@link dev.tawon.object.CoreRelocationException}, which has the parts.
 */
public final class KernelTypeException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String program;
  private final String javaFile;
  private final int javaLine;

  /**
   * A failure.
   *
   * @param program the program's name
   * @param javaFile the name of the source file with the access; empty if not known
   * @param javaLine its line, from 1; 0 if not known
   * @param cause what the kernel's types lack
   */
  public KernelTypeException(
      String program, String javaFile, int javaLine, RuntimeException cause) {
    super(
        VerifierException.place(javaFile, javaLine)
            + "error: "
            + program
            + " cannot run on Linux "
            + KernelRelease.current().text()
            + ": "
            + cause.getMessage(),
        cause);
    this.program = program;
    this.javaFile = javaFile;
    this.javaLine = javaLine;
  }

  /** The program's name. */
  public String program() {
    return program;
  }

  /** The name of the source file with the access; empty if not known. */
  public String javaFile() {
    return javaFile;
  }

  /** The line in {@link #javaFile}, from 1; 0 if not known. */
  public int javaLine() {
    return javaLine;
  }
}
