package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Position;
import java.util.ArrayList;
import java.util.List;

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

  private final List<Site> sites = new ArrayList<>();

  /** An empty table. */
  public FaultTable() {}

  /** The number of a place. The same place twice has one number. */
  int number(Site site) {
    int known = sites.indexOf(site);
    if (known >= 0) {
      return known;
    }
    sites.add(site);
    return sites.size() - 1;
  }

  /** The places, by number. */
  public List<Site> sites() {
    return sites;
  }
}
