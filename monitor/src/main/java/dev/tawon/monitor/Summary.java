package dev.tawon.monitor;

import dev.tawon.monitor.event.EventKind;
import java.util.List;
import java.util.StringJoiner;

/**
 * What came of a monitor's events.
 *
 * @param kinds the kinds that were asked for
 * @param malformed {@link Counter#MALFORMED}
 * @param undelivered {@link Counter#UNDELIVERED}
 * @param processesEvicted {@link Counter#PROCESSES_EVICTED}
 * @param reason why the monitor stopped
 */
public record Summary(
    List<KindCounts> kinds,
    long malformed,
    long undelivered,
    long processesEvicted,
    StopReason reason) {
  /** Copies the list. */
  public Summary {
    kinds = List.copyOf(kinds);
  }

  /**
   * What came of the events of one kind. The four numbers are counted apart, in the kernel and here, and not computed from
   * each other, except that records that made no sense and events that the output did not take are added to the lost.
   *
   * @param kind the kind
   * @param produced {@link Counter#PRODUCED}
   * @param filtered {@link Counter#FILTERED}
   * @param delivered {@link Counter#DELIVERED}
   * @param lost {@link Counter#LOST}
   */
  public record KindCounts(
      EventKind kind, long produced, long filtered, long delivered, long lost) {
    /** Whether every event is accounted for. */
    public boolean isExact() {
      return produced == filtered + delivered + lost;
    }
  }

  /** Whether every event of every kind is accounted for: produced = filtered + delivered + lost. */
  public boolean isExact() {
    return kinds.stream().allMatch(KindCounts::isExact);
  }

  /** The closing line: {@code exec: 12 produced, 2 filtered, 10 delivered, 0 lost; exit: …}. Without a line's end. */
  public String toLine() {
    StringJoiner line = new StringJoiner("; ");
    for (KindCounts counts : kinds) {
      line.add(
          "%s: %d %s, %d %s, %d %s, %d %s"
              .formatted(
                  counts.kind().label(),
                  counts.produced(),
                  Counter.PRODUCED.label(),
                  counts.filtered(),
                  Counter.FILTERED.label(),
                  counts.delivered(),
                  Counter.DELIVERED.label(),
                  counts.lost(),
                  Counter.LOST.label()));
      if (!counts.isExact()) {
        line.add(
            "%s: %d not accounted for"
                .formatted(
                    counts.kind().label(),
                    counts.produced() - counts.filtered() - counts.delivered() - counts.lost()));
      }
    }
    if (malformed > 0) {
      line.add(
          "%d %s %s".formatted(malformed, Counter.MALFORMED.label(), Counter.MALFORMED.unit()));
    }
    if (processesEvicted > 0) {
      line.add("%d processes forgotten for lack of room".formatted(processesEvicted));
    }
    return line.toString();
  }
}
