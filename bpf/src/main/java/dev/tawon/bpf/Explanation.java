package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ProgramType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why the kernel refused something, as far as it can be told afterwards. What was tried comes first, so that nothing here
 * costs a load that works.
 */
final class Explanation {
  private final KernelRelease release;
  private final Capabilities capabilities;
  private final String lockdown;

  /** An explanation of what happens on a host. */
  Explanation(KernelRelease release, Capabilities capabilities, String lockdown) {
    this.release = release;
    this.capabilities = capabilities;
    this.lockdown = lockdown;
  }

  /** Of what happens here. */
  static Explanation here() {
    return new Explanation(
        KernelRelease.current(),
        Capabilities.current(),
        HostFile.choice(HostFile.read("/sys/kernel/security/lockdown")));
  }

  /** Why a map was not created. */
  BpfException map(MapSpec map, int errno) {
    String feature = "map type " + map.type();
    String since = map.type().since();
    String call = "creating map " + map.name() + " (" + map.type() + ")";
    if (errno == Errno.EINVAL.number() && lacks(since)) {
      return new UnsupportedFeatureException(feature, since, "");
    }
    String hint = "";
    if (errno == Errno.EPERM.number()) {
      hint = permission(List.of(Capability.CAP_BPF), "");
    } else if (errno == Errno.EINVAL.number()) {
      hint =
          "the kernel does not take a "
              + map.type()
              + " with keys of "
              + map.keySize()
              + " bytes, values of "
              + map.valueSize()
              + ", capacity "
              + map.capacity()
              + " and flags 0x"
              + Integer.toHexString(map.flags());
    } else if (errno == Errno.E2BIG.number() || errno == Errno.ENOMEM.number()) {
      hint = "a smaller capacity than " + map.capacity() + " may fit";
    }
    return new SystemCallException(call, errno, hint);
  }

  /** Why a program was not loaded, when the verifier had nothing to say. */
  BpfException program(String name, ProgramType type, @Nullable AttachType attachType, int errno) {
    String since = type.since();
    if (errno == Errno.EINVAL.number() && lacks(since)) {
      return new UnsupportedFeatureException("program type " + type, since, "");
    }
    String hint = "";
    if (errno == Errno.EPERM.number() || errno == Errno.EACCES.number()) {
      hint = permission(needed(type), trampoline(type, attachType));
    } else if (errno == Errno.EINVAL.number()) {
      hint =
          "the verifier wrote no log, so the kernel refused it before looking at the code: its type "
              + type
              + ", where it attaches, its flags, or its type information";
    } else if (errno == Errno.E2BIG.number()) {
      hint = "the program has more instructions than the kernel takes";
    } else if (errno == Errno.ENOTSUPP.number()) {
      hint = "the kernel's JIT cannot do this on this machine, or is off: net.core.bpf_jit_enable";
    }
    return new SystemCallException(
        "loading program " + name + " (" + kind(type, attachType) + ")", errno, hint);
  }

  /** Why a program was not attached. */
  BpfException attach(String name, ProgramType type, String target, int errno) {
    String hint = "";
    if (errno == Errno.EPERM.number() || errno == Errno.EACCES.number()) {
      hint = permission(needed(type), "");
    } else if (errno == Errno.ENOENT.number()) {
      hint = "this kernel has no " + target;
    } else if (errno == Errno.EBUSY.number()) {
      hint = "another program is attached there alone";
    }
    return new SystemCallException("attaching program " + name + " to " + target, errno, hint);
  }

  /**
   * Says that a kernel has no numbers for a kind of place, if that is why a program was not attached.
   *
   * @throws UnsupportedFeatureException if there is a number and the kernel is older
   */
  static void requireCookie(String name, String target, long cookie, String since) {
    if (cookie != 0 && !KernelRelease.current().isAtLeast(since)) {
      throw new UnsupportedFeatureException(
          "a number for a program's place (bpf_cookie)",
          since,
          "program " + name + " cannot be attached to " + target + " with one");
    }
  }

  /** Why a call that needs capabilities failed. */
  BpfException call(String call, List<Capability> needed, int errno) {
    boolean refused = errno == Errno.EPERM.number() || errno == Errno.EACCES.number();
    return new SystemCallException(call, errno, refused ? permission(needed, "") : "");
  }

  private boolean lacks(String since) {
    return !since.isEmpty() && release.major() > 0 && !release.isAtLeast(since);
  }

  /**
   * Why permission was refused.
   *
   * @param needed the capabilities asked for
   * @param otherwise the likely reason when the process has them all; empty for none known
   */
  String permission(List<Capability> needed, String otherwise) {
    List<Capability> missing =
        release.major() > 0 && !release.isAtLeast(5, 8)
            ? capabilities.effective().contains(Capability.CAP_SYS_ADMIN)
                ? List.of()
                : List.of(Capability.CAP_SYS_ADMIN)
            : capabilities.missing(needed);
    if (!missing.isEmpty()) {
      String names = missing.stream().map(Enum::name).collect(Collectors.joining(", "));
      return "this process lacks "
          + names
          + ": run it as root, or give it these capabilities (systemd: AmbientCapabilities=; containers: --cap-add)";
    }
    List<String> reasons = new ArrayList<>();
    if (!lockdown.isEmpty() && !lockdown.equals("none")) {
      reasons.add(
          "kernel lockdown is in "
              + lockdown
              + " mode, which forbids programs that read kernel memory");
    }
    if (!otherwise.isEmpty()) {
      reasons.add(otherwise);
    }
    if (reasons.isEmpty()) {
      reasons.add("a security module, a seccomp filter or a limit on locked memory forbids it");
    }
    return "this process has the capabilities that it takes, but " + String.join("; ", reasons);
  }

  /** The programs that the kernel patches into its own functions need what some kernels are built to refuse. */
  private static String trampoline(ProgramType type, @Nullable AttachType attachType) {
    boolean patched =
        type == ProgramType.LSM
            || type == ProgramType.EXT
            || (type == ProgramType.TRACING
                && attachType != AttachType.TRACE_RAW_TP
                && attachType != AttachType.TRACE_ITER);
    return patched
        ? "this kernel seems to refuse all programs that need a BPF trampoline (fentry, fexit, fmod_ret, LSM), as hardened cloud"
            + " kernels do; BTF tracepoints work without one"
        : "";
  }

  private static String kind(ProgramType type, @Nullable AttachType attachType) {
    return attachType == null ? type.name() : type + ", " + attachType;
  }

  /** What loading a kind of program takes: {@code bpf_prog_load} in {@code kernel/bpf/syscall.c}, since Linux 5.8. */
  static List<Capability> needed(ProgramType type) {
    return switch (type) {
      case SOCKET_FILTER, CGROUP_SKB, SK_REUSEPORT, CGROUP_DEVICE, CGROUP_SYSCTL, SYSCALL ->
          List.of(Capability.CAP_BPF);
      case KPROBE,
          TRACEPOINT,
          PERF_EVENT,
          RAW_TRACEPOINT,
          RAW_TRACEPOINT_WRITABLE,
          TRACING,
          LSM,
          EXT ->
          List.of(Capability.CAP_BPF, Capability.CAP_PERFMON);
      case SCHED_CLS,
          SCHED_ACT,
          XDP,
          CGROUP_SOCK,
          CGROUP_SOCK_ADDR,
          CGROUP_SOCKOPT,
          LWT_IN,
          LWT_OUT,
          LWT_XMIT,
          LWT_SEG6LOCAL,
          SOCK_OPS,
          SK_SKB,
          SK_MSG,
          SK_LOOKUP,
          FLOW_DISSECTOR,
          STRUCT_OPS,
          NETFILTER ->
          List.of(Capability.CAP_BPF, Capability.CAP_NET_ADMIN);
      case UNSPEC, LIRC_MODE2 -> List.of(Capability.CAP_BPF);
    };
  }
}
