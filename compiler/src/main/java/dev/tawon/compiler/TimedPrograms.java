package dev.tawon.compiler;

import dev.tawon.lang.RunTimes;
import dev.tawon.lang.map.PerCpuArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The programs that measure their run time ({@link dev.tawon.lang.Timed}).
 *
 * @param names their names; a program's index is its key in the map
 * @param map the handle of the map, or null if there are none
 */
public record TimedPrograms(List<String> names, @Nullable PerCpuArray<RunTimes> map) {
  /** The name of the map. */
  public static final String MAP = "tawon_timings";

  /** Copies the list. */
  public TimedPrograms {
    names = List.copyOf(names);
  }
}
