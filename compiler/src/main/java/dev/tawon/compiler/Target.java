package dev.tawon.compiler;

import org.jspecify.annotations.Nullable;

/**
 * The oldest kernel that code is for, and the machine.
 *
 * @param major the first number of its release
 * @param minor the second
 * @param isa the instruction set
 * @param architecture the machine
 */
public record Target(int major, int minor, IsaVersion isa, Architecture architecture) {
  private static final int MOST_DIGITS = 3;
  private static final int DECIMAL = 10;

  /** The oldest kernel that is supported, Linux 5.10. */
  public static final Target OLDEST = of(5, 10);

  /** A kernel on a machine like this one, with all that its instruction set has. */
  public static Target of(int major, int minor) {
    IsaVersion isa = isAtLeast(major, minor, 6, 6) ? IsaVersion.V4 : IsaVersion.V3;
    return new Target(major, minor, isa, Architecture.current());
  }

  /**
   * A kernel by its release, {@code 6.12} or {@code 6.12.9-amd64}.
   *
   * @throws IllegalArgumentException if it is none, or one before Linux 5.10
   */
  public static Target parse(String release) {
    int[] numbers = numbers(release);
    if (numbers == null) {
      throw new IllegalArgumentException(
          "'" + release + "' is no kernel's release: it begins with two numbers, like 6.12");
    }
    Target target = of(numbers[0], numbers[1]);
    if (!isAtLeast(target.major, target.minor, 5, 10)) {
      throw new IllegalArgumentException(
          "Linux " + release + " is too old: programs are compiled for 5.10 and newer");
    }
    return target;
  }

  /** The same kernel, with an older instruction set, such as that of a machine's JIT. */
  public Target withIsa(IsaVersion version) {
    return new Target(major, minor, version, architecture);
  }

  /** The same kernel on another machine. */
  public Target withArchitecture(Architecture machine) {
    return new Target(major, minor, isa, machine);
  }

  /** Whether the kernel has what came with a version. */
  public boolean isAtLeast(int sinceMajor, int sinceMinor) {
    return isAtLeast(major, minor, sinceMajor, sinceMinor);
  }

  /**
   * Whether the kernel has what came with a version.
   *
   * @param since two numbers, like {@code 4.18}
   */
  public boolean isAtLeast(String since) {
    int[] numbers = numbers(since);
    if (numbers == null) {
      throw new IllegalArgumentException("'" + since + "' is no kernel's version");
    }
    return isAtLeast(numbers[0], numbers[1]);
  }

  private static boolean isAtLeast(int major, int minor, int sinceMajor, int sinceMinor) {
    return major > sinceMajor || (major == sinceMajor && minor >= sinceMinor);
  }

  /**
   * The two numbers that a release begins with, or null if it does not. By hand: the JDK's regular expressions would be the
   * first of a compilation to make lambdas, and the JVM's machinery for these takes milliseconds to begin.
   */
  private static int @Nullable [] numbers(String release) {
    int dot = digits(release, 0);
    if (dot == 0 || dot == release.length() || release.charAt(dot) != '.') {
      return null;
    }
    int end = digits(release, dot + 1);
    boolean ends = end == release.length() || ".-+".indexOf(release.charAt(end)) >= 0;
    return end == dot + 1 || !ends
        ? null
        : new int[] {
          Integer.parseInt(release, 0, dot, DECIMAL),
          Integer.parseInt(release, dot + 1, end, DECIMAL)
        };
  }

  /** Where digits end that begin at a place, after {@value #MOST_DIGITS} at the latest. */
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length()
        && at < from + MOST_DIGITS
        && text.charAt(at) >= '0'
        && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  @Override
  public String toString() {
    return "Linux " + major + "." + minor;
  }
}
