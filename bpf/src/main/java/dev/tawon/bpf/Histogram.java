package dev.tawon.bpf;

import dev.tawon.lang.RunTimes;
import java.util.List;

/**
 * Times in nanoseconds, counted by powers of two.
 *
 * @param counts how many were from 2<sup>i</sup> ns to less than twice that; those of 0 ns are with those of 1
 * @param totalNs their sum
 */
public record Histogram(List<Long> counts, long totalNs) {
  private static final int WIDTH = 40;

  /** Copies the list. */
  public Histogram {
    counts = List.copyOf(counts);
  }

  static Histogram sum(List<RunTimes> perCpu) {
    Long[] counts = new Long[RunTimes.BUCKETS];
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      long count = 0;
      for (RunTimes times : perCpu) {
        count += times.counts[i];
      }
      counts[i] = count;
    }
    for (RunTimes times : perCpu) {
      total += times.totalNs;
    }
    return new Histogram(List.of(counts), total);
  }

  /** How many times there are. */
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** The mean, in nanoseconds; 0 if there are none. */
  public long meanNs() {
    long count = count();
    return count == 0 ? 0 : totalNs / count;
  }

  /**
   * A time that a part of all were shorter than, as far as the counts tell: the next power of two. 0 if there are none.
   *
   * @param part from 0 to 1, such as 0.99
   */
  public long quantileNs(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("a part of all is from 0 to 1, not " + part);
    }
    long count = count();
    long seen = 0;
    for (int i = 0; i < counts.size(); i++) {
      seen += counts.get(i);
      if (count > 0 && seen >= part * count && seen > 0) {
        return i + 1 < Long.SIZE - 1 ? 1L << (i + 1) : Long.MAX_VALUE;
      }
    }
    return 0;
  }

  /** A line with the number and the mean, and one with a bar for each power of two between the least and the greatest. */
  @Override
  public String toString() {
    long most = 0;
    int first = counts.size();
    int last = -1;
    for (int i = 0; i < counts.size(); i++) {
      most = Math.max(most, counts.get(i));
      if (counts.get(i) > 0) {
        first = Math.min(first, i);
        last = i;
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("%,d runs, mean %,d ns".formatted(count(), meanNs()));
    for (int i = first; i <= last; i++) {
      String bar = "#".repeat((int) Math.ceilDiv(counts.get(i) * WIDTH, most));
      text.append("%n%,16d ns |%-40s| %,d".formatted(i == 0 ? 0 : 1L << i, bar, counts.get(i)));
    }
    return text.toString();
  }
}
