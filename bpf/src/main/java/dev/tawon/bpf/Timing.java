package dev.tawon.bpf;

/**
 * How long the runs of a {@link dev.tawon.lang.Timed} program took.
 *
 * @param program its name
 * @param runTime the times, in nanoseconds
 */
public record Timing(String program, Histogram runTime) {
  /** The program's name, and the histogram. */
  @Override
  public String toString() {
    return program + ": " + runTime;
  }
}
