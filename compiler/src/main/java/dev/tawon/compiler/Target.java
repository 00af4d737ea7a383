package dev.tawon.compiler;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The oldest kernel that code is for, and the machine.
 *
 * @param major the first number of its release
 * @param minor the second
 * @param isa the instruction set
 * @param architecture the machine
 */
public record Target(int major, int minor, IsaVersion isa, Architecture architecture) {
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})([.\\-+].*)?");

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
    Matcher matcher = RELEASE.matcher(release);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + release + "' is no kernel's release: it begins with two numbers, like 6.12");
    }
    Target target = of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
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
    Matcher matcher = RELEASE.matcher(since);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + since + "' is no kernel's version");
    }
    return isAtLeast(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private static boolean isAtLeast(int major, int minor, int sinceMajor, int sinceMinor) {
    return major > sinceMajor || (major == sinceMajor && minor >= sinceMinor);
  }

  @Override
  public String toString() {
    return "Linux " + major + "." + minor;
  }
}
