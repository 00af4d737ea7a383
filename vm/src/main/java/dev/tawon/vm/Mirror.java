package dev.tawon.vm;

import java.util.List;
import java.util.Optional;

/** Where this machine's own apt gets Debian's packages from: only the suite differs for what is fetched here. */
final class Mirror {
  /** What apt is asked for: a line an index, three fields. */
  static final String FORMAT = "$(ORIGIN)|$(LABEL)|$(REPO_URI)";

  private static final String DEBIAN = "Debian";

  private Mirror() {}

  /**
   * The first repository that is Debian's own; its security updates and backports of another label have no suites of their
   * own there.
   *
   * @param targets what {@code apt-get indextargets} printed in the {@link #FORMAT}
   */
  static Optional<String> choose(List<String> targets) {
    for (String target : targets) {
      String[] fields = target.split("\\|", 3);
      if (fields.length == 3
          && fields[0].equals(DEBIAN)
          && fields[1].equals(DEBIAN)
          && !fields[2].isBlank()) {
        return Optional.of(fields[2].strip());
      }
    }
    return Optional.empty();
  }
}
