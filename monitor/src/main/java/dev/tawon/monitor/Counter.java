package dev.tawon.monitor;

/** What the monitor counts. */
public enum Counter {
  /** Per kind. */
  PRODUCED("produced", "events", "Events that the kernel half saw, in the scope or not."),
  /** Per kind. */
  FILTERED(
      "filtered",
      "events",
      "Events left out because they are outside of the scope, or of files that are not sensitive."),
  /** Per kind. */
  DELIVERED("delivered", "events", "Events that were written to the output."),
  /** Per kind. */
  LOST(
      "lost",
      "events",
      "Events that should have been written and were not: no room in the ring or in a map, a record that made no sense,"
          + " or an output that failed."),
  /** Whole monitor. */
  MALFORMED("malformed", "records", "Records from the ring that made no sense; among the lost."),
  /** Whole monitor. */
  UNDELIVERED("undelivered", "events", "Events that the output did not take; among the lost."),
  /** Whole monitor. */
  PROCESSES_EVICTED(
      "processes-evicted",
      "processes",
      "Living processes that were forgotten for lack of room; looked up again in /proc when they have an event.");

  private final String label;
  private final String unit;
  private final String sentence;

  Counter(String label, String unit, String sentence) {
    this.label = label;
    this.unit = unit;
    this.sentence = sentence;
  }

  /** What it is called: lower case, with dashes. */
  public String label() {
    return label;
  }

  /** What is counted: a plural. */
  public String unit() {
    return unit;
  }

  /** What it means. */
  public String sentence() {
    return sentence;
  }
}
