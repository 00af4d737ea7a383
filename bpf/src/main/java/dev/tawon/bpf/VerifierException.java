package dev.tawon.bpf;

/**
 * A program that the kernel's verifier refused.
 *
 * <p>The message is one line as javac would print it, {@code ExecProbe.java:42: error: the kernel's verifier refused onExec:
 * R2 min value is negative}; {@link #log} is all that the verifier wrote.
 */
public final class VerifierException extends BpfException {
  private static final long serialVersionUID = 1L;
  private final String program;
  private final String summary;
  private final String javaFile;
  private final int javaLine;
  private final String log;

  /**
   * A refusal.
   *
   * @param program the program's name
   * @param summary the verifier's reason, on one line
   * @param javaFile the name of the source file that the refused instruction comes from; empty if not known
   * @param javaLine its line, from 1; 0 if not known
   * @param log what the verifier wrote
   */
  public VerifierException(
      String program, String summary, String javaFile, int javaLine, String log) {
    super(message(program, summary, javaFile, javaLine));
    this.program = program;
    this.summary = summary;
    this.javaFile = javaFile;
    this.javaLine = javaLine;
    this.log = log;
  }

  private static String message(String program, String summary, String javaFile, int javaLine) {
    return place(javaFile, javaLine)
        + "error: the kernel's verifier refused "
        + program
        + ": "
        + summary
        + wayOut(summary)
        + " (the whole log: VerifierException.log())";
  }

  /** What to change, where the verifier's words do not tell a Java programmer. */
  private static String wayOut(String summary) {
    boolean endless = summary.startsWith("infinite loop") || summary.startsWith("back-edge");
    boolean large =
        summary.contains("program is too large. Processed") || summary.contains("is too complex");
    return endless || large
        ? "; it follows each round of a loop on each path: give the loop a smaller bound that does not"
            + " change within, or have the kernel loop by Bpf.loop"
        : "";
  }

  /** {@code ExecProbe.java:42: }, as far as it is known. */
  static String place(String javaFile, int javaLine) {
    return javaFile.isEmpty() ? "" : javaFile + (javaLine > 0 ? ":" + javaLine : "") + ": ";
  }

  /** The program's name. */
  public String program() {
    return program;
  }

  /** The verifier's reason, on one line. */
  public String summary() {
    return summary;
  }

  /** The name of the source file that the refused instruction comes from; empty if not known. */
  public String javaFile() {
    return javaFile;
  }

  /** The line in {@link #javaFile}, from 1; 0 if not known. */
  public int javaLine() {
    return javaLine;
  }

  /** All that the verifier wrote: the instructions it looked at, with the registers' states. */
  public String log() {
    return log;
  }
}
