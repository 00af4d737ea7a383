package dev.tawon.bpf;

import dev.tawon.lang.RunTimes;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the runs of a {@link dev.tawon.lang.Timed} program took.
 *
 * @param program its name
 * @param runTime the times, in nanoseconds
 */
public record Timing(String program, Histogram runTime) {
  /** Those of several programs, whose numbers are their places in a list. */
  static List<Timing> read(List<String> programs, UserMap<Integer, RunTimes> times) {
    List<Timing> timings = new ArrayList<>();
    for (int program = 0; program < programs.size(); program++) {
      timings.add(new Timing(programs.get(program), Histogram.sum(times.getPerCpu(program))));
    }
    return timings;
  }

  /** The program's name, and the histogram. */
  @Override
  public String toString() {
    return program + ": " + runTime;
  }
}
