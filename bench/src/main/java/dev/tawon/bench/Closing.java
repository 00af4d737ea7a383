package dev.tawon.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The monitor's closing line: what became of every event.
 *
 * @param kinds by the kind's name, {@code exec}
 */
record Closing(Map<String, Outcome> kinds) {
  private static final Pattern KIND =
      Pattern.compile(
          "(?<kind>[a-z-]+): (?<produced>\\d+) produced, (?<filtered>\\d+) filtered,"
              + " (?<delivered>\\d+) delivered, (?<lost>\\d+) lost");

  /** What became of the events of a kind. */
  record Outcome(long produced, long filtered, long delivered, long lost) {
    static final Outcome NONE = new Outcome(0, 0, 0, 0);

    boolean isExact() {
      return produced == filtered + delivered + lost;
    }

    Outcome plus(Outcome other) {
      return new Outcome(
          produced + other.produced,
          filtered + other.filtered,
          delivered + other.delivered,
          lost + other.lost);
    }
  }

  /**
   * Finds the line in what the monitor said.
   *
   * @throws IllegalArgumentException if it is not there
   */
  static Closing parse(String text) {
    Map<String, Outcome> kinds = new LinkedHashMap<>();
    Matcher matcher = KIND.matcher(text);
    while (matcher.find()) {
      kinds.put(
          matcher.group("kind"),
          new Outcome(
              Long.parseLong(matcher.group("produced")),
              Long.parseLong(matcher.group("filtered")),
              Long.parseLong(matcher.group("delivered")),
              Long.parseLong(matcher.group("lost"))));
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("no closing line in: " + text);
    }
    return new Closing(kinds);
  }

  /** What became of the events of a kind; nothing if the monitor did not look at it. */
  Outcome of(String kind) {
    return kinds.getOrDefault(kind, Outcome.NONE);
  }

  /** Whether every event of every kind is accounted for. */
  boolean isExact() {
    return kinds.values().stream().allMatch(Outcome::isExact);
  }

  long delivered() {
    return kinds.values().stream().mapToLong(Outcome::delivered).sum();
  }

  long lost() {
    return kinds.values().stream().mapToLong(Outcome::lost).sum();
  }
}
