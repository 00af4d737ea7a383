package dev.tawon.lang;

/** How long the runs of a {@link Timed} program took, on one CPU: a value of the map {@code tawon_timings}. */
@Struct
public final class RunTimes {
  /** How many {@link #counts} there are. */
  public static final int BUCKETS = 64;

  /** How many runs took 2<sup>i</sup> nanoseconds and more, and less than twice as long; those of 0 ns are with those of 1. */
  @Length(BUCKETS)
  public long[] counts = new long[BUCKETS];

  /** The sum of all, in nanoseconds. */
  public long totalNs;

  /** No runs. */
  public RunTimes() {}
}
