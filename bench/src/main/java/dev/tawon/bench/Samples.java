package dev.tawon.bench;

import java.util.Arrays;

/** Numbers measured in the same way, of which the middle and the lower ones are trusted. Not thread-safe. */
public final class Samples {
  private double[] values = new double[16];
  private int size;
  private boolean sorted;

  /** Samples of some numbers. */
  public static Samples of(double... values) {
    Samples samples = new Samples();
    for (double value : values) {
      samples.add(value);
    }
    return samples;
  }

  /** Adds one. */
  public void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
    sorted = false;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The middle one, or the mean of the two in the middle; NaN if there are none. */
  public double median() {
    if (size == 0) {
      return Double.NaN;
    }
    sort();
    return (values[(size - 1) / 2] + values[size / 2]) / 2;
  }

  /**
   * The smallest number that at least a share of them does not exceed (nearest rank); NaN if there are none.
   *
   * @param percent above 0, at most 100
   */
  public double percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("not a percentage: " + percent);
    }
    if (size == 0) {
      return Double.NaN;
    }
    sort();
    return values[(int) Math.ceil(percent / 100 * size) - 1];
  }

  /** The smallest; NaN if there are none. */
  public double min() {
    sort();
    return size == 0 ? Double.NaN : values[0];
  }

  /** The largest; NaN if there are none. */
  public double max() {
    sort();
    return size == 0 ? Double.NaN : values[size - 1];
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(values, 0, size);
      sorted = true;
    }
  }
}
