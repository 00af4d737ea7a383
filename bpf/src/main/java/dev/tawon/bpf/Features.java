package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.ProgramCalls;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import dev.tawon.object.btf.BtfKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What this kernel and this process's rights allow, found by trying: the smallest program or map of each kind is loaded and
 * dropped again, and nothing is attached. For {@code tawon doctor}, and for choosing between hooks; a load that fails
 * explains itself. Not thread-safe.
 */
public final class Features {
  /** Enough to see that the verifier said something. */
  private static final int LOG = 4096;

  private static final int SLEEPABLE = 1 << 4;

  /** {@code r0 = 0; exit}. */
  private static final List<Instruction> NOTHING =
      List.of(
          new Instruction.Alu(AluOperator.MOV, true, Register.R0, new Immediate(0)),
          new Instruction.Exit());

  private final KernelTypes kernel = new KernelTypes();
  private final Explanation explanation = Explanation.here();
  private final Capabilities capabilities = Capabilities.current();

  private Features() {}

  /** This machine's. */
  public static Features here() {
    return new Features();
  }

  /**
   * Whether programs of a kind can be loaded, for the place that is most used where the kind has several: a BTF tracepoint
   * for {@link ProgramType#TRACING}. What they attach to may still be missing, see {@link #kprobes}.
   */
  public Support program(ProgramType type) {
    return program(type, usualPlace(type));
  }

  /**
   * Whether programs of a kind can be loaded for a place.
   *
   * @param attachType the place, or null for a kind that has one
   */
  public Support program(ProgramType type, @Nullable AttachType attachType) {
    if (type == ProgramType.UNSPEC) {
      return new Support.Unsupported("UNSPEC is no kind of program", "");
    }
    int target = 0;
    String name = target(type, attachType);
    if (!name.isEmpty()) {
      if (!KernelTypes.arePresent()) {
        return new Support.Unsupported(
            "this kernel has no BTF", "it takes CONFIG_DEBUG_INFO_BTF, since Linux 5.4");
      }
      BtfKind kind = attachType == AttachType.TRACE_RAW_TP ? BtfKind.TYPEDEF : BtfKind.FUNC;
      OptionalInt found = kernel.find(kind, name);
      if (found.isEmpty()) {
        return new Support.Unsupported("the kernel's BTF has no " + name, hint(type.since()));
      }
      target = found.getAsInt();
    }
    return attempt(type, attachType, target);
  }

  private Support attempt(ProgramType type, @Nullable AttachType attachType, int target) {
    ProgramCalls.Load load =
        new ProgramCalls.Load(
            type.number(),
            "probe",
            "GPL",
            Encoder.encode(NOTHING),
            type == ProgramType.SYSCALL ? SLEEPABLE : 0,
            attachType == null ? 0 : attachType.number(),
            target,
            null,
            new int[0],
            new int[0]);
    ProgramCalls.Logged logged = ProgramCalls.loadWithLog(load, 1, LOG);
    if (logged.result() >= 0) {
      FileDescriptor.of(logged.result()).close();
      return new Support.Supported();
    }
    int errno = -logged.result();
    // Whoever has something to say of the code knows the kind; a struct_ops program without a
    // target is not looked at.
    boolean looked =
        (!logged.log().isBlank() && errno != Errno.EPERM.number())
            || (type == ProgramType.STRUCT_OPS && errno == Errno.ENOTSUPP.number());
    return looked
        ? new Support.Supported()
        : refused(
            explanation.program("probe", type, attachType, errno),
            errno,
            Explanation.needed(type),
            type.since());
  }

  /** Whether maps of a kind can be created. */
  public Support map(MapType type) {
    if (type == MapType.UNSPEC) {
      return new Support.Unsupported("UNSPEC is no kind of map", "");
    }
    int errno = MapProbe.errno(type);
    boolean supported =
        errno == 0 || (type == MapType.STRUCT_OPS && errno == Errno.ENOTSUPP.number());
    return supported
        ? new Support.Supported()
        : refused(
            new SystemCallException("creating a map (" + type + ")", errno, ""),
            errno,
            List.of(Capability.CAP_BPF),
            type.since());
  }

  private Support refused(BpfException failure, int errno, List<Capability> needed, String since) {
    boolean permission = errno == Errno.EPERM.number() || errno == Errno.EACCES.number();
    if (permission && !capabilities.missing(needed).isEmpty()) {
      return new Support.Unknown(explanation.permission(needed, ""));
    }
    String hint =
        failure instanceof SystemCallException call && permission ? call.hint() : hint(since);
    return new Support.Unsupported(Errno.describe(errno), hint);
  }

  private static String hint(String since) {
    if (since.isEmpty()) {
      return "";
    }
    return KernelRelease.current().isAtLeast(since)
        ? "the kernel is built without it: it has been in Linux since " + since
        : "it came with Linux " + since;
  }

  /** Whether kernel functions can be probed by name: the kprobe event source, with {@code CONFIG_KPROBES}. */
  public Support kprobes() {
    return eventSource("kprobe", "CONFIG_KPROBE_EVENTS", "BTF tracepoints or fentry");
  }

  /** Whether functions of programs can be probed: the uprobe event source, with {@code CONFIG_UPROBES}. */
  public Support uprobes() {
    return eventSource("uprobe", "CONFIG_UPROBE_EVENTS", "tracepoints");
  }

  private static Support eventSource(String name, String option, String instead) {
    Path file = Path.of("/sys/bus/event_source/devices", name, "type");
    return Files.exists(file)
        ? new Support.Supported()
        : new Support.Unsupported(
            file + " is not there", "the kernel is built without " + option + "; use " + instead);
  }

  /** What is named in the kernel's BTF by a program for the place; empty for nothing. */
  private static String target(ProgramType type, @Nullable AttachType attachType) {
    if (type == ProgramType.LSM) {
      return "bpf_lsm_file_open";
    }
    if (type != ProgramType.TRACING || attachType == null) {
      return "";
    }
    return switch (attachType) {
      case TRACE_RAW_TP -> "btf_trace_sched_process_exec";
      case TRACE_FENTRY, TRACE_FEXIT -> "vfs_open";
      // Of functions, only those with error injection and security hooks take a replaced result.
      case MODIFY_RETURN -> "security_file_open";
      case TRACE_ITER -> "bpf_iter_task";
      default -> "";
    };
  }

  private static @Nullable AttachType usualPlace(ProgramType type) {
    return switch (type) {
      case TRACING -> AttachType.TRACE_RAW_TP;
      case LSM -> AttachType.LSM_MAC;
      case CGROUP_SOCK -> AttachType.CGROUP_INET_SOCK_CREATE;
      case CGROUP_SOCK_ADDR -> AttachType.CGROUP_INET4_CONNECT;
      case CGROUP_SOCKOPT -> AttachType.CGROUP_GETSOCKOPT;
      case SK_LOOKUP -> AttachType.SK_LOOKUP;
      case SK_REUSEPORT -> AttachType.SK_REUSEPORT_SELECT;
      case NETFILTER -> AttachType.NETFILTER;
      default -> null;
    };
  }
}
