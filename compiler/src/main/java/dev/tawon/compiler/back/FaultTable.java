package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The faults of a module: each place where a check may fail has a number, and a counter in a map. */
public final class FaultTable {
  /**
   * A place where a check may fail.
   *
   * @param program the program
   * @param position the place in the source
   * @param reason what is wrong when it fails
   */
  public record Site(String program, Position position, String reason) {}

  private final Map<Site, Integer> sites = new LinkedHashMap<>();
  private int counters;

  /** An empty table. */
  public FaultTable() {}

  /** The number of a place. The same place twice has one number. */
  int number(Site site) {
    return sites.computeIfAbsent(site, _ -> sites.size());
  }

  /** Makes sure that there are some counters, as many as code may come to that computes which it is. */
  void needCounters(int least) {
    counters = Math.max(counters, least);
  }

  /** How many counters there have to be: one for each place, and sometimes more. */
  public int counters() {
    return Math.max(counters, sites.size());
  }

  /** The places, by number. */
  public List<Site> sites() {
    return List.copyOf(sites.keySet());
  }
}
