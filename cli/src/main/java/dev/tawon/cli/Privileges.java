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
   * Checks that process ids mean the same here as in the kernel half.
   *
   * @throws Failure if they do not
   */
  static void requireHostPids(String what, Environment environment) {
    if (!environment.namespaces().firstPid()) {
      throw new Failure(
          what
              + " needs the host's process ids, and this process is in a pid namespace that has others",
          "run it outside of the container, or start that with the host's pid namespace (docker run --pid=host)",
          ExitCode.FAILURE);
    }
  }

  /**
   * Checks before anything costs time.
   *
   * @throws Failure if a capability is missing, with its name
   */
  static void require(String command, Environment environment) {
    Capabilities capabilities = environment.host().get().capabilities();
    List<Capability> missing = capabilities.missing(NEEDED);
    if (missing.isEmpty() && environment.namespaces().firstUser()) {
      return;
    }
    if (missing.isEmpty()) {
      throw new Failure(
          command
              + " needs CAP_BPF and CAP_PERFMON in the host's user namespace; this process has them only in a user"
              + " namespace of its own, where they count for nothing here",
          "run it as the host's root, outside of the container or of unshare --user",
          ExitCode.MISSING_PRIVILEGE);
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
