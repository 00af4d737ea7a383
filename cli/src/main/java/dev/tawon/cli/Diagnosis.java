package dev.tawon.cli;

import dev.tawon.bpf.Capability;
import dev.tawon.bpf.Host;
import dev.tawon.bpf.Support;
import dev.tawon.monitor.ProbeHook;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks a host the questions of {@code tawon doctor}. */
final class Diagnosis {
  /** The maps that the monitor's kernel half has. */
  private static final Set<MapType> MONITOR_MAPS =
      Set.of(MapType.RINGBUF, MapType.HASH, MapType.LRU_HASH, MapType.ARRAY, MapType.PERCPU_ARRAY);

  /** Finds out whether something works by trying it, as {@link dev.tawon.bpf.Features} does. */
  interface Trial {
    /** Whether programs of a kind can be loaded for a place; null is the usual one. */
    Support program(ProgramType type, @Nullable AttachType attachType);

    /** Whether maps of a kind can be created. */
    Support map(MapType type);

    /** Where the monitor looks in this kernel; empty if the kernel does not show its types. */
    List<ProbeHook> hooks();
  }

  private final Host host;
  private final Namespaces namespaces;
  private final int uid;
  private final Trial trial;

  /**
   * A diagnosis.
   *
   * @param host what the machine says of itself
   * @param namespaces where this process lives
   * @param uid who this process runs as
   * @param trial how to find out more
   */
  Diagnosis(Host host, Namespaces namespaces, int uid, Trial trial) {
    this.host = host;
    this.namespaces = namespaces;
    this.uid = uid;
    this.trial = trial;
  }

  /**
   * The host's and the process's sections, then the program and map types, and the monitor's hooks.
   *
   * @param all every kind of program and map that Tawon has a name for, instead of those that it uses
   */
  List<DoctorReport.Section> sections(boolean all) {
    return List.of(
        new DoctorReport.Section("host", host()),
        new DoctorReport.Section("process", process()),
        new DoctorReport.Section("programs", programs(all)),
        new DoctorReport.Section("maps", maps(all)),
        new DoctorReport.Section("probes", probes()));
  }

  private List<Check> host() {
    return List.of(
        kernel(), btf(), jit(), lockdown(), securityModules(), unprivileged(), typedReads());
  }

  private Check kernel() {
    String found = host.kernel().text() + " " + host.architecture();
    return host.kernel().isAtLeast("5.8")
        ? Check.yes("kernel", true, found)
        : Check.no(
            "kernel",
            true,
            found + " is older than 5.8, which brought the ring buffer",
            "boot a kernel 5.8 or newer");
  }

  /** {@code bpf_rdonly_cast}; without it each such read calls a helper. */
  private Check typedReads() {
    String name = "typed-reads";
    return host.kernel().isAtLeast("6.2")
        ? Check.yes(name, false, "structures behind computed pointers are read by plain loads")
        : Check.no(
            name,
            false,
            "structures behind computed pointers are read by a helper, which is slower, before Linux 6.2",
            "");
  }

  private Check btf() {
    return host.kernelTypes()
        ? Check.yes("btf", true, "/sys/kernel/btf/vmlinux")
        : Check.no(
            "btf",
            true,
            "/sys/kernel/btf/vmlinux is not there, or cannot be read",
            "boot a kernel built with CONFIG_DEBUG_INFO_BTF=y");
  }

  private Check jit() {
    return switch (host.jit()) {
      case ON -> Check.yes("jit", false, "net.core.bpf_jit_enable=1");
      case ON_WITH_TRACES ->
          new Check(
              "jit",
              Check.Answer.YES,
              false,
              "net.core.bpf_jit_enable=2: machine code goes to the kernel's log",
              "sysctl net.core.bpf_jit_enable=1");
      case OFF ->
          Check.no(
              "jit",
              false,
              "programs are interpreted, which is several times slower",
              "sysctl net.core.bpf_jit_enable=1");
      case UNKNOWN ->
          Check.unknown(
              "jit",
              false,
              "/proc/sys/net/core/bpf_jit_enable cannot be read",
              "root can read it, if /proc is mounted");
    };
  }

  /** {@code LOCKDOWN_BPF_READ_KERNEL} belongs to confidentiality ({@code include/linux/security.h}). */
  private Check lockdown() {
    String name = "kernel-memory";
    return switch (host.lockdown()) {
      case "confidentiality" ->
          Check.no(
              name,
              true,
              "kernel lockdown is in confidentiality mode: programs must not read kernel memory",
              "boot with lockdown=integrity or lockdown=none");
      case "" ->
          Check.unknown(
              name,
              false,
              host.securityFileSystem()
                  ? "this kernel has no lockdown, or does not show it"
                  : "securityfs is not mounted, so lockdown is not known",
              host.securityFileSystem()
                  ? ""
                  : "mount -t securityfs securityfs /sys/kernel/security");
      default -> Check.yes(name, true, "kernel lockdown: " + host.lockdown());
    };
  }

  private Check securityModules() {
    String found = String.join(",", host.securityModules());
    if (found.isEmpty()) {
      return Check.unknown(
          "lsm-bpf",
          false,
          "the list of security modules cannot be read",
          "mount -t securityfs securityfs /sys/kernel/security");
    }
    return host.securityModules().contains("bpf")
        ? Check.yes("lsm-bpf", false, found)
        : Check.no(
            "lsm-bpf",
            false,
            found + ": without bpf, LSM programs do not run",
            "boot with lsm=" + found + ",bpf");
  }

  private Check unprivileged() {
    String name = "bpf-restricted";
    return switch (host.unprivileged()) {
      case REFUSED, REFUSED_FOR_GOOD ->
          Check.yes(name, false, "bpf(2) is refused without capabilities");
      case ALLOWED ->
          Check.no(
              name,
              false,
              "users without capabilities may load socket filters, a wide attack surface",
              "sysctl kernel.unprivileged_bpf_disabled=2");
      case UNKNOWN ->
          Check.unknown(
              name, false, "/proc/sys/kernel/unprivileged_bpf_disabled cannot be read", "");
    };
  }

  private List<Check> process() {
    return List.of(
        user(),
        userNamespace(),
        pidNamespace(),
        capability(Capability.CAP_BPF, true, "loads programs, creates maps"),
        capability(Capability.CAP_PERFMON, true, "attaches tracing programs"),
        capability(Capability.CAP_SYS_ADMIN, false, "includes the two above"),
        capability(
            Capability.CAP_NET_ADMIN, false, "XDP and traffic control; not used by the monitor"),
        capability(
            Capability.CAP_SYS_PTRACE, false, "reads what other users' processes are in /proc"),
        capability(Capability.CAP_SYS_RESOURCE, false, "locks memory for maps before Linux 5.11"),
        capability(Capability.CAP_SYSLOG, false, "sees kernel addresses in /proc/kallsyms"));
  }

  /** Rights are capabilities; root usually has them all. */
  private Check user() {
    return uid == 0
        ? Check.yes("root", false, "uid 0")
        : Check.no("root", false, "uid " + uid + "; what counts are the capabilities below", "");
  }

  private Check userNamespace() {
    String name = "host-user-namespace";
    return namespaces.firstUser()
        ? Check.yes(name, true, "capabilities count for bpf(2)")
        : Check.no(
            name,
            true,
            "capabilities in another user namespace count for nothing in bpf(2)",
            "run it outside of the container or of unshare --user");
  }

  private Check pidNamespace() {
    String name = "host-pid-namespace";
    return namespaces.firstPid()
        ? Check.yes(name, false, "process ids are the kernel's")
        : Check.no(
            name,
            false,
            "process ids here are not the kernel's: no --scope tree, no trace, and little is known of processes that"
                + " started before",
            "run it outside of the container, or with the host's pid namespace (docker run --pid=host)");
  }

  private Check capability(Capability capability, boolean required, String purpose) {
    String name = capability.name();
    if (!host.capabilities().has(capability)) {
      return Check.no(name, required, purpose, required ? Privileges.REMEDY : "");
    }
    boolean own = host.capabilities().effective().contains(capability);
    return Check.yes(name, required, own ? purpose : purpose + "; had through CAP_SYS_ADMIN");
  }

  private List<Check> programs(boolean all) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        check("btf-tracepoint", true, trial.program(ProgramType.TRACING, AttachType.TRACE_RAW_TP)));
    checks.add(check("fentry", false, trial.program(ProgramType.TRACING, AttachType.TRACE_FENTRY)));
    for (ProgramType type : ProgramType.values()) {
      boolean shown =
          switch (type) {
            case LSM, KPROBE, TRACEPOINT, RAW_TRACEPOINT -> true;
            case UNSPEC, TRACING -> false;
            default -> all;
          };
      if (shown) {
        checks.add(check(name(type.name()), false, trial.program(type, null)));
      }
    }
    return checks;
  }

  private List<Check> maps(boolean all) {
    return Arrays.stream(MapType.values())
        .filter(type -> type != MapType.UNSPEC)
        .filter(type -> all || MONITOR_MAPS.contains(type))
        .map(type -> check(name(type.name()), MONITOR_MAPS.contains(type), trial.map(type)))
        .toList();
  }

  private List<Check> probes() {
    return trial.hooks().stream().map(Diagnosis::probe).toList();
  }

  private static Check probe(ProbeHook hook) {
    String name = "probe-" + hook.kind().label();
    String places = String.join(", ", hook.places());
    if (!hook.missing().isEmpty()) {
      return Check.no(name, true, places + ": " + hook.missing(), hook.remedy());
    }
    return Check.yes(name, false, hook.reason().isEmpty() ? places : places + ": " + hook.reason());
  }

  private static String name(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Check check(String name, boolean required, Support support) {
    return switch (support) {
      case Support.Supported() -> Check.yes(name, required, "");
      case Support.Unsupported(String reason, String hint) ->
          Check.no(name, required, reason, hint);
      case Support.Unknown(String reason) -> Check.unknown(name, required, reason, "");
    };
  }
}
