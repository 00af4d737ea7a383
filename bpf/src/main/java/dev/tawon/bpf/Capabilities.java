package dev.tawon.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a process may do.
 *
 * @param effective its effective capabilities
 */
public record Capabilities(Set<Capability> effective) {
  private static final String LINE = "CapEff:";

  /** Copies the set. */
  public Capabilities {
    Set<Capability> copy = EnumSet.noneOf(Capability.class);
    copy.addAll(effective);
    effective = Collections.unmodifiableSet(copy);
  }

  /** This process's. None if {@code /proc} cannot be read. */
  public static Capabilities current() {
    try {
      return parse(Files.readAllLines(Path.of("/proc/self/status")));
    } catch (IOException _) {
      return new Capabilities(Set.of());
    }
  }

  /** Reads the lines of {@code /proc/PID/status}; none if they do not say. */
  static Capabilities parse(List<String> status) {
    Set<Capability> effective = EnumSet.noneOf(Capability.class);
    for (String line : status) {
      if (line.startsWith(LINE)) {
        long bits = bits(line.substring(LINE.length()).strip());
        for (Capability capability : Capability.values()) {
          if ((bits & capability.bit()) != 0) {
            effective.add(capability);
          }
        }
      }
    }
    return new Capabilities(effective);
  }

  private static long bits(String text) {
    try {
      return Long.parseUnsignedLong(text, 16);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** Whether it has a capability, or the one that includes it: CAP_SYS_ADMIN includes CAP_BPF and CAP_PERFMON. */
  public boolean has(Capability capability) {
    boolean partOfAdmin = capability == Capability.CAP_BPF || capability == Capability.CAP_PERFMON;
    return effective.contains(capability)
        || (partOfAdmin && effective.contains(Capability.CAP_SYS_ADMIN));
  }

  /** Those of a list that it does not have, in order. */
  public List<Capability> missing(Collection<Capability> needed) {
    return needed.stream().filter(capability -> !has(capability)).toList();
  }
}
