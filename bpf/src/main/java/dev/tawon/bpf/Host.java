package dev.tawon.bpf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a machine says of itself that matters to eBPF: read from files, with nothing tried.
 *
 * @param kernel the kernel's version
 * @param architecture the processor, as the JVM calls it
 * @param kernelTypes whether the kernel shows its BTF, without which neither BTF tracepoints nor kernel structures work
 * @param jit whether programs become machine code
 * @param unprivileged who may use {@code bpf(2)} without capabilities
 * @param capabilities this process's
 * @param securityFileSystem whether securityfs is mounted, where the next two are read
 * @param lockdown the mode of kernel lockdown, {@code none}, {@code integrity} or {@code confidentiality}; empty if not known
 * @param securityModules the active security modules; empty if not known. LSM programs run only if {@code bpf} is among them
 */
public record Host(
    KernelRelease kernel,
    String architecture,
    boolean kernelTypes,
    Jit jit,
    Unprivileged unprivileged,
    Capabilities capabilities,
    boolean securityFileSystem,
    String lockdown,
    List<String> securityModules) {

  /** {@code net.core.bpf_jit_enable}. */
  public enum Jit {
    OFF,
    ON,
    /** On, and every program's machine code is written to the kernel's log. */
    ON_WITH_TRACES,
    UNKNOWN
  }

  /** {@code kernel.unprivileged_bpf_disabled}. */
  public enum Unprivileged {
    ALLOWED,
    /** Refused until the next boot. */
    REFUSED_FOR_GOOD,
    /** Refused until an administrator changes it. */
    REFUSED,
    UNKNOWN
  }

  private static final String SECURITY = "/sys/kernel/security/";

  /** Copies the list. */
  public Host {
    securityModules = List.copyOf(securityModules);
  }

  /** This machine. */
  public static Host current() {
    String modules = HostFile.read(SECURITY + "lsm");
    return new Host(
        KernelRelease.current(),
        System.getProperty("os.arch", ""),
        KernelTypes.arePresent(),
        jit(HostFile.read("/proc/sys/net/core/bpf_jit_enable")),
        unprivileged(HostFile.read("/proc/sys/kernel/unprivileged_bpf_disabled")),
        Capabilities.current(),
        Files.exists(Path.of(SECURITY + "lsm")),
        HostFile.choice(HostFile.read(SECURITY + "lockdown")),
        modules.isEmpty() ? List.of() : List.of(modules.split(",", -1)));
  }

  /** Whether tracefs is mounted at its usual place, where tracepoints for perf are looked up. */
  public static boolean hasTracefs() {
    return TracepointLink.hasTracefs();
  }

  static Jit jit(String value) {
    return switch (value) {
      case "0" -> Jit.OFF;
      case "1" -> Jit.ON;
      case "2" -> Jit.ON_WITH_TRACES;
      default -> Jit.UNKNOWN;
    };
  }

  static Unprivileged unprivileged(String value) {
    return switch (value) {
      case "0" -> Unprivileged.ALLOWED;
      case "1" -> Unprivileged.REFUSED_FOR_GOOD;
      case "2" -> Unprivileged.REFUSED;
      default -> Unprivileged.UNKNOWN;
    };
  }

  /** What stands in the way on this machine, a sentence each, with the remedy; empty if nothing does. */
  public List<String> obstacles() {
    List<String> obstacles = new ArrayList<>();
    List<Capability> missing =
        capabilities.missing(List.of(Capability.CAP_BPF, Capability.CAP_PERFMON));
    if (!missing.isEmpty()) {
      obstacles.add("This process lacks " + missing + ": run as root, or grant them.");
    }
    if (!kernelTypes) {
      obstacles.add(
          "The kernel shows no BTF: it needs CONFIG_DEBUG_INFO_BTF and "
              + KernelTypes.FILE
              + " readable.");
    }
    if (jit == Jit.OFF) {
      obstacles.add("The JIT is off, programs run slowly: sysctl net.core.bpf_jit_enable=1.");
    }
    if (!lockdown.isEmpty() && !lockdown.equals("none")) {
      obstacles.add(
          "Kernel lockdown is in "
              + lockdown
              + " mode, which may forbid reading kernel memory: boot with lockdown=none.");
    }
    if (!securityFileSystem) {
      obstacles.add(
          "securityfs is not mounted at "
              + SECURITY
              + ", so that lockdown and the security modules are not known: mount -t securityfs securityfs "
              + SECURITY);
    } else if (!securityModules.contains("bpf")) {
      obstacles.add("LSM programs would not run: boot with bpf in the list of lsm=.");
    }
    return obstacles;
  }
}
