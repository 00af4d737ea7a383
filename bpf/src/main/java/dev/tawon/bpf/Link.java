package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;

/**
 * A program attached to what makes it run. Closing it detaches the program; a second close does nothing. Thread-safe.
 */
public sealed interface Link extends AutoCloseable
    permits TracingLink,
        RawTracepointLink,
        TracepointLink,
        ProbeLink,
        MultiProbeLink,
        UserMultiProbeLink,
        TargetLink,
        TrafficLink,
        SocketFilterLink {
  /** What the program is attached to, {@code tracepoint sched_process_exec}. */
  String target();

  /** Detaches the program. No run of it begins after this returns. */
  @Override
  void close();

  /** Attaches a program whose description says to what. */
  static Link attach(ProgramSpec spec, FileDescriptor program) {
    return attach(spec, program, 0);
  }

  /** The same with a number for the place; 0 for none. */
  private static Link attach(ProgramSpec spec, FileDescriptor program, long cookie) {
    return switch (spec.type()) {
      case TRACING, LSM -> TracingLink.attach(spec, program, cookie);
      case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE ->
          RawTracepointLink.attach(spec, program, cookie);
      case TRACEPOINT -> TracepointLink.attach(spec, program, cookie);
      case KPROBE -> {
        if (spec.target().startsWith(":")) {
          throw spec.attachType() == AttachType.TRACE_UPROBE_MULTI
              ? needs(spec, "functions: AttachTarget.functions(Path.of(\"/bin/x\"), -1, \"read*\")")
              : needs(spec, "a function: AttachTarget.function(Path.of(\"/bin/x\"), \"main\")");
        }
        yield spec.attachType() == AttachType.TRACE_KPROBE_MULTI
            ? MultiProbeLink.attach(spec, program, cookie)
            : ProbeLink.attachKernel(spec, program, cookie);
      }
      case XDP, SCHED_CLS ->
          throw needs(spec, "a network interface: AttachTarget.networkInterface(\"eth0\")");
      case CGROUP_SKB,
          CGROUP_SOCK,
          CGROUP_SOCK_ADDR,
          CGROUP_SOCKOPT,
          CGROUP_SYSCTL,
          CGROUP_DEVICE ->
          throw needs(spec, "a cgroup: AttachTarget.cgroup(Path.of(\"/sys/fs/cgroup/x\"))");
      case PERF_EVENT -> throw needs(spec, "an event: AttachTarget.cpuClock(pid, periodNs)");
      case SOCKET_FILTER -> throw needs(spec, "a socket: AttachTarget.socket(descriptor)");
      default -> throw unsupported(spec);
    };
  }

  /** Attaches a program to what user space says. */
  static Link attach(ProgramSpec spec, FileDescriptor program, AttachTarget target) {
    return switch (target) {
      case AttachTarget.Interface where ->
          switch (spec.type()) {
            case XDP, SCHED_CLS -> TargetLink.attach(spec, program, where);
            default -> throw misplaced(spec, target);
          };
      case AttachTarget.OneProcess _, AttachTarget.Elements _ ->
          TracingLink.attach(spec, program, target);
      case AttachTarget.Cgroup where ->
          switch (spec.type()) {
            case TRACING -> TracingLink.attach(spec, program, target);
            case CGROUP_SKB,
                CGROUP_SOCK,
                CGROUP_SOCK_ADDR,
                CGROUP_SOCKOPT,
                CGROUP_SYSCTL,
                CGROUP_DEVICE,
                SOCK_OPS ->
                TargetLink.attach(spec, program, where);
            default -> throw misplaced(spec, target);
          };
      case AttachTarget.Function where -> {
        if (spec.type() != ProgramType.KPROBE || spec.attachType() != null) {
          throw misplaced(spec, target);
        }
        yield ProbeLink.attachUser(spec, program, where);
      }
      case AttachTarget.Functions where -> {
        if (spec.attachType() != AttachType.TRACE_UPROBE_MULTI) {
          throw misplaced(spec, target);
        }
        yield UserMultiProbeLink.attach(spec, program, where);
      }
      case AttachTarget.Declared where -> attach(spec, program, where.cookie());
      case AttachTarget.KernelFunctions where -> {
        if (spec.attachType() != AttachType.TRACE_KPROBE_MULTI) {
          throw misplaced(spec, target);
        }
        yield MultiProbeLink.attach(spec, program, where.cookies());
      }
      case AttachTarget.Event where ->
          switch (spec.type()) {
            case PERF_EVENT -> ProbeLink.attachEvent(spec, program, where);
            default -> throw misplaced(spec, target);
          };
      case AttachTarget.Socket where ->
          switch (spec.type()) {
            case SOCKET_FILTER -> SocketFilterLink.attach(spec, program, where);
            default -> throw misplaced(spec, target);
          };
    };
  }

  private static BpfException needs(ProgramSpec spec, String what) {
    return new BpfException(
        "program "
            + spec.name()
            + " ("
            + spec.type()
            + ") is attached by attach(\""
            + spec.name()
            + "\", target) to "
            + what);
  }

  private static BpfException misplaced(ProgramSpec spec, AttachTarget target) {
    return new BpfException(
        "program " + spec.name() + " (" + spec.type() + ") cannot be attached to " + target);
  }

  private static BpfException unsupported(ProgramSpec spec) {
    return new BpfException(
        "program "
            + spec.name()
            + ": programs of type "
            + spec.type()
            + " can be loaded, but not attached yet");
  }
}
