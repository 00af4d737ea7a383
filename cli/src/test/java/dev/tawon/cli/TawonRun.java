package dev.tawon.cli;

import dev.tawon.bpf.Capabilities;
import dev.tawon.bpf.Capability;
import dev.tawon.bpf.Host;
import dev.tawon.bpf.KernelRelease;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run of the command line came to.
 *
 * @param exitCode what the process would return
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record TawonRun(int exitCode, String out, String err) {

  /** Runs on a host where everything is there. */
  static TawonRun of(String... arguments) {
    return on(host(Set.of(Capability.CAP_BPF, Capability.CAP_PERFMON)), Map.of(), arguments);
  }

  /** Runs on a host, with environment variables, on a terminal. */
  static TawonRun on(Host host, Map<String, String> variables, String... arguments) {
    return on(host, new Namespaces(true, true), variables, arguments);
  }

  /** Runs on a host, in namespaces. */
  static TawonRun on(
      Host host, Namespaces namespaces, Map<String, String> variables, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            variables,
            true,
            true,
            namespaces,
            () -> host);
    int exitCode = Tawon.commandLineFor(environment, arguments).execute(arguments);
    environment.out().flush();
    environment.err().flush();
    return new TawonRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A host with all that the monitor needs, except for the capabilities that are left out. */
  static Host host(Set<Capability> capabilities) {
    return new Host(
        KernelRelease.parse("6.12.0"),
        "amd64",
        true,
        Host.Jit.ON,
        Host.Unprivileged.REFUSED,
        new Capabilities(capabilities),
        true,
        "none",
        List.of("capability", "bpf"));
  }
}
