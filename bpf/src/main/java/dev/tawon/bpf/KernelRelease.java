package dev.tawon.bpf;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's version.
 *
 * <p>Distributions move features between versions, so a version explains a failure and never predicts one.
 *
 * @param text the whole release, {@code 6.1.0-18-amd64}
 * @param major its first number
 * @param minor its second
 */
public record KernelRelease(String text, int major, int minor) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

  /** The running kernel's, as {@code uname -r} says. */
  public static KernelRelease current() {
    return parse(System.getProperty("os.version", ""));
  }

  /** Reads a release; one that does not begin with two numbers counts as 0.0. */
  public static KernelRelease parse(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    return matcher.matches()
        ? new KernelRelease(
            text, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new KernelRelease(text, 0, 0);
  }

  /** Whether this is the version, or a later one. */
  public boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  /** Whether this is a version such as {@code 5.8}, or a later one. */
  public boolean isAtLeast(String version) {
    KernelRelease other = parse(version);
    return isAtLeast(other.major, other.minor);
  }
}
