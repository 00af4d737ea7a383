package dev.tawon.compiler.front;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of Linux. */
final class KernelVersions {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

  private KernelVersions() {}

  /** Less than, equal to or greater than zero, as the first version is older, the same or newer. */
  static int compare(String first, String second) {
    Matcher left = match(first);
    Matcher right = match(second);
    int major = Integer.compare(Integer.parseInt(left.group(1)), Integer.parseInt(right.group(1)));
    return major != 0
        ? major
        : Integer.compare(Integer.parseInt(left.group(2)), Integer.parseInt(right.group(2)));
  }

  private static Matcher match(String version) {
    Matcher matcher = NUMBERS.matcher(version);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a version of Linux is as 6.1, not " + version);
    }
    return matcher;
  }
}
