package dev.tawon.bench.load;

import java.util.Arrays;

/** What one thread did: how many operations, how many failed, and the mean time of one in each window of them. */
final class Tally {
  /** More windows than this are not kept; a minute of the quickest operation makes fewer. */
  private static final int MAX_WINDOWS = 1 << 18;

  private long operations;
  private long failed;
  private double[] windows = new double[1024];
  private int size;

  void add(int count, int failures, long nanos) {
    operations += count;
    failed += failures;
    if (size < MAX_WINDOWS) {
      if (size == windows.length) {
        windows = Arrays.copyOf(windows, 2 * size);
      }
      windows[size++] = (double) nanos / count;
    }
  }

  long operations() {
    return operations;
  }

  long failed() {
    return failed;
  }

  /** Nanoseconds of one operation, a number a window. */
  double[] windows() {
    return Arrays.copyOf(windows, size);
  }
}
