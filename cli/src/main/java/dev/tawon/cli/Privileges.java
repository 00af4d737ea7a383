package dev.tawon.cli;

import dev.tawon.bpf.Capabilities;
import dev.tawon.bpf.Capability;
import java.util.List;
import java.util.stream.Collectors;

/** What the monitor may not do without. */
final class Privileges {
  /** What to do about a missing capability. */
  static final String REMEDY =
      "run it as root (sudo ./tawon …), or start it with CAP_BPF and CAP_PERFMON, as systemd's AmbientCapabilities does";

  private static final List<Capability> NEEDED =
      List.of(Capability.CAP_BPF, Capability.CAP_PERFMON);

  private Privileges() {}

  /**
   * Checks before anything costs time.
   *
   * @throws Failure if a capability is missing, with its name
   */
  static void require(String command, Capabilities capabilities) {
    List<Capability> missing = capabilities.missing(NEEDED);
    if (missing.isEmpty()) {
      return;
    }
    String names = missing.stream().map(Capability::name).collect(Collectors.joining(" and "));
    throw new Failure(
        command + " needs " + names + ", which this process does not have",
        REMEDY
            + "\nsetcap on the java executable would give them to every Java program: do not"
            + "\n'tawon doctor' says what this host and user can do",
        ExitCode.MISSING_PRIVILEGE);
  }
}
