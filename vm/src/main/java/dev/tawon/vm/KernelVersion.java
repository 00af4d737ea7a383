package dev.tawon.vm;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A kernel that Debian has, by the name that users give it.
 *
 * @param name {@code 6.1}; {@code 7.x} is the newest there is
 * @param suites Debian's suites that have it, the preferred one first
 */
public record KernelVersion(String name, List<String> suites) {
  /** The metapackage that depends on the suite's kernel for virtual machines. */
  static final String PACKAGE = "linux-image-cloud-amd64";

  private static final List<KernelVersion> ALL =
      List.of(
          new KernelVersion("5.10", List.of("bullseye")),
          new KernelVersion("6.1", List.of("bookworm")),
          new KernelVersion("6.12", List.of("trixie", "bookworm-backports")),
          new KernelVersion("7.x", List.of("sid", "trixie-backports")));

  /** Copies the list. */
  public KernelVersion {
    suites = List.copyOf(suites);
  }

  /** All of them, the oldest first. */
  public static List<KernelVersion> all() {
    return ALL;
  }

  /**
   * The kernel of a name. The newest goes by its number too, as {@code 7.2}.
   *
   * @throws VmException if there is none
   */
  public static KernelVersion of(String name) {
    Optional<KernelVersion> exact =
        ALL.stream().filter(version -> version.name.equals(name)).findFirst();
    return exact.orElseGet(() -> {
      if (name.matches("7\\.\\d{1,3}") || name.equals("newest")) {
        return ALL.getLast();
      }
      throw new VmException(
          "there is no kernel '" + name + "'",
          "there are "
              + ALL.stream().map(KernelVersion::name).collect(Collectors.joining(", "))
              + "; --kernel-image takes any bzImage");
    });
  }

  /** Whether a release such as {@code 6.1.0-35-cloud-amd64} is of this version. */
  boolean includes(String release) {
    String prefix = name.endsWith(".x") ? name.substring(0, name.length() - 1) : name + ".";
    return release.startsWith(prefix);
  }
}
