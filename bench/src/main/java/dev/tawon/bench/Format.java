package dev.tawon.bench;

import java.util.Locale;

/** How numbers are written in the results. */
final class Format {
  private Format() {}

  /** {@code 1,234,567}. */
  static String count(double number) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /** With decimals: {@code 12.3}. */
  static String decimal(double number, int decimals) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }

  /** The median, and the least and the most in parentheses: {@code 950 (930–990)}. */
  static String spread(Samples samples) {
    if (samples.size() < 2) {
      return count(samples.median());
    }
    return count(samples.median()) + " (" + count(samples.min()) + "–" + count(samples.max()) + ")";
  }

  /** A difference with its sign: {@code +120}. */
  static String difference(double number) {
    return (number < 0 ? "−" : "+") + count(Math.abs(number));
  }
}
