package dev.tawon.compiler.front;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.ProgramKind.Arguments;
import dev.tawon.compiler.front.ProgramKind.Results;
import dev.tawon.compiler.marks.Mark;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.DeviceContext;
import dev.tawon.lang.Direction;
import dev.tawon.lang.SampleContext;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.SocketContext;
import dev.tawon.lang.SocketHook;
import dev.tawon.lang.SocketOptionContext;
import dev.tawon.lang.SocketOptionHook;
import dev.tawon.lang.SysctlContext;
import dev.tawon.lang.XdpPacket;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The program annotations. */
final class Hooks {
  /**
   * What a method's annotation says.
   *
   * @param kind the kind of program
   * @param target what it is attached to; empty where user space says it
   */
  record Hook(ProgramKind kind, String target) {}

  /** How the names of program annotations begin. */
  private static final String ANNOTATIONS = BpfModule.class.getPackageName() + ".";

  /** Since when {@code BPF_RET_BIND_NO_CAP_NET_BIND_SERVICE} is a result. */
  private static final String BIND_WITHOUT_CAPABILITY = "5.12";

  private static final Results ALLOW = Results.verdict(0, 1, 1, "1 to allow, 0 to refuse");

  private Hooks() {}

  /** The hooks of a method, one for each program annotation. */
  static List<Hook> of(Method method, Target target) {
    List<Hook> hooks = new ArrayList<>();
    for (Mark mark : Marks.all(method)) {
      Hook hook = mark.kind().startsWith(ANNOTATIONS) ? hook(mark, target) : null;
      if (hook != null) {
        hooks.add(hook);
      }
    }
    return hooks;
  }

  private static @Nullable Hook hook(Mark of, Target target) {
    return switch (of.kind().substring(ANNOTATIONS.length())) {
      case "BtfTracepoint" -> tracing("BtfTracepoint", AttachType.TRACE_RAW_TP, of.text("value"));
      case "Fentry" -> tracing("Fentry", AttachType.TRACE_FENTRY, of.text("value"));
      case "Fexit" -> tracing("Fexit", AttachType.TRACE_FEXIT, of.text("value"));
      case "FmodRet" ->
          hook(
              "FmodRet",
              ProgramType.TRACING,
              AttachType.MODIFY_RETURN,
              Arguments.TYPED_WORDS,
              Results.verdict(
                  Integer.MIN_VALUE, Integer.MAX_VALUE, 0, "0, or what the function returns"),
              of.text("value"));
      case "Iter" ->
          hook(
              "Iter",
              ProgramType.TRACING,
              AttachType.TRACE_ITER,
              Arguments.TYPED_WORDS,
              new Results(0, 1, 0, true, true, "void, or int: 0 to go on, 1 for once more"),
              of.text("value"));
      case "Lsm" ->
          hook(
              "Lsm",
              ProgramType.LSM,
              AttachType.LSM_MAC,
              Arguments.TYPED_WORDS,
              SecurityHook.results(of.text("value")),
              of.text("value"));
      case "RawTracepoint" ->
          hook(
              "RawTracepoint",
              ProgramType.RAW_TRACEPOINT,
              null,
              Arguments.WORDS,
              Results.ANY,
              of.text("value"));
      case "Tracepoint" ->
          hook(
              "Tracepoint",
              ProgramType.TRACEPOINT,
              null,
              Arguments.RECORD,
              Results.NOTHING,
              of.text("value"));
      case "Kprobe" ->
          probe(
              "Kprobe",
              Arguments.REGISTERS,
              of.number("offset") == 0
                  ? of.text("value")
                  : of.text("value") + "+" + of.number("offset"));
      case "Kretprobe" ->
          probe("Kretprobe", Arguments.RETURN_REGISTER, of.text("value") + "%return");
      case "KprobeMulti" ->
          multi(
              "KprobeMulti",
              AttachType.TRACE_KPROBE_MULTI,
              Arguments.REGISTERS,
              String.join(",", of.texts("value")));
      case "KretprobeMulti" ->
          multi(
              "KretprobeMulti",
              AttachType.TRACE_KPROBE_MULTI,
              Arguments.RETURN_REGISTER,
              String.join(",", of.texts("value")) + "%return");
      case "UprobeMulti" ->
          multi("UprobeMulti", AttachType.TRACE_UPROBE_MULTI, Arguments.REGISTERS, ":");
      case "UretprobeMulti" ->
          multi(
              "UretprobeMulti",
              AttachType.TRACE_UPROBE_MULTI,
              Arguments.RETURN_REGISTER,
              ":%return");
      case "Uprobe" -> probe("Uprobe", Arguments.REGISTERS, ":");
      case "Uretprobe" -> probe("Uretprobe", Arguments.RETURN_REGISTER, ":%return");
      case "PerfEvent" ->
          context("PerfEvent", ProgramType.PERF_EVENT, null, SampleContext.class, Results.NOTHING);
      case "Xdp" ->
          context(
              "Xdp",
              ProgramType.XDP,
              AttachType.XDP,
              XdpPacket.class,
              Results.verdict(0, 4, 2, "one of XdpAction"));
      case "Tc" ->
          context(
              "Tc",
              ProgramType.SCHED_CLS,
              of.constant("value", Direction.class) == Direction.INGRESS
                  ? AttachType.TCX_INGRESS
                  : AttachType.TCX_EGRESS,
              SkBuff.class,
              Results.verdict(-1, 8, 0, "one of TcAction"));
      case "SocketFilter" ->
          context(
              "SocketFilter",
              ProgramType.SOCKET_FILTER,
              null,
              SkBuff.class,
              Results.verdict(
                  Integer.MIN_VALUE, Integer.MAX_VALUE, -1, "how many bytes to keep, -1 for all"));
      case "CgroupSkb" ->
          of.constant("value", Direction.class) == Direction.INGRESS
              ? context(
                  "CgroupSkb",
                  ProgramType.CGROUP_SKB,
                  AttachType.CGROUP_INET_INGRESS,
                  SkBuff.class,
                  ALLOW)
              : context(
                  "CgroupSkb",
                  ProgramType.CGROUP_SKB,
                  AttachType.CGROUP_INET_EGRESS,
                  SkBuff.class,
                  Results.verdict(0, 3, 1, "1 to let pass, 0 to drop, 2 and 3 if congested"));
      case "CgroupSock" ->
          context(
              "CgroupSock",
              ProgramType.CGROUP_SOCK,
              place(of.constant("value", SocketHook.class)),
              SocketContext.class,
              of.constant("value", SocketHook.class) == SocketHook.RELEASE
                  ? Results.verdict(1, 1, 1, "1, for it cannot be refused")
                  : ALLOW);
      case "CgroupSockAddr" ->
          context(
              "CgroupSockAddr",
              ProgramType.CGROUP_SOCK_ADDR,
              place(of.constant("value", SocketAddressHook.class)),
              SocketAddressContext.class,
              addressResults(of.constant("value", SocketAddressHook.class), target));
      case "CgroupSockopt" ->
          context(
              "CgroupSockopt",
              ProgramType.CGROUP_SOCKOPT,
              of.constant("value", SocketOptionHook.class) == SocketOptionHook.GET
                  ? AttachType.CGROUP_GETSOCKOPT
                  : AttachType.CGROUP_SETSOCKOPT,
              SocketOptionContext.class,
              ALLOW);
      case "CgroupSysctl" ->
          context(
              "CgroupSysctl",
              ProgramType.CGROUP_SYSCTL,
              AttachType.CGROUP_SYSCTL,
              SysctlContext.class,
              ALLOW);
      case "CgroupDevice" ->
          context(
              "CgroupDevice",
              ProgramType.CGROUP_DEVICE,
              AttachType.CGROUP_DEVICE,
              DeviceContext.class,
              ALLOW);
      default -> null;
    };
  }

  private static Hook tracing(String annotation, AttachType place, String target) {
    return hook(
        annotation, ProgramType.TRACING, place, Arguments.TYPED_WORDS, Results.NOTHING, target);
  }

  private static Hook probe(String annotation, Arguments arguments, String target) {
    return hook(annotation, ProgramType.KPROBE, null, arguments, Results.ANY, target);
  }

  private static Hook multi(
      String annotation, AttachType place, Arguments arguments, String target) {
    return hook(annotation, ProgramType.KPROBE, place, arguments, Results.ANY, target);
  }

  private static Hook hook(
      String annotation,
      ProgramType type,
      @Nullable AttachType place,
      Arguments arguments,
      Results results,
      String target) {
    return new Hook(
        new ProgramKind("@" + annotation, type, place, arguments, null, results), target);
  }

  private static Hook context(
      String annotation,
      ProgramType type,
      @Nullable AttachType place,
      Class<?> context,
      Results results) {
    return new Hook(
        new ProgramKind("@" + annotation, type, place, Arguments.CONTEXT, context, results), "");
  }

  private static AttachType place(SocketHook hook) {
    return switch (hook) {
      case CREATE -> AttachType.CGROUP_INET_SOCK_CREATE;
      case POST_BIND4 -> AttachType.CGROUP_INET4_POST_BIND;
      case POST_BIND6 -> AttachType.CGROUP_INET6_POST_BIND;
      case RELEASE -> AttachType.CGROUP_INET_SOCK_RELEASE;
    };
  }

  private static AttachType place(SocketAddressHook hook) {
    return switch (hook) {
      case BIND4 -> AttachType.CGROUP_INET4_BIND;
      case BIND6 -> AttachType.CGROUP_INET6_BIND;
      case CONNECT4 -> AttachType.CGROUP_INET4_CONNECT;
      case CONNECT6 -> AttachType.CGROUP_INET6_CONNECT;
      case SENDMSG4 -> AttachType.CGROUP_UDP4_SENDMSG;
      case SENDMSG6 -> AttachType.CGROUP_UDP6_SENDMSG;
      case RECVMSG4 -> AttachType.CGROUP_UDP4_RECVMSG;
      case RECVMSG6 -> AttachType.CGROUP_UDP6_RECVMSG;
      case GETPEERNAME4 -> AttachType.CGROUP_INET4_GETPEERNAME;
      case GETPEERNAME6 -> AttachType.CGROUP_INET6_GETPEERNAME;
      case GETSOCKNAME4 -> AttachType.CGROUP_INET4_GETSOCKNAME;
      case GETSOCKNAME6 -> AttachType.CGROUP_INET6_GETSOCKNAME;
    };
  }

  /** {@code check_return_code} of {@code kernel/bpf/verifier.c}. */
  private static Results addressResults(SocketAddressHook hook, Target target) {
    return switch (hook) {
      case RECVMSG4, RECVMSG6, GETPEERNAME4, GETPEERNAME6, GETSOCKNAME4, GETSOCKNAME6 ->
          Results.verdict(1, 1, 1, "1, for it cannot be refused");
      case BIND4, BIND6 ->
          target.isAtLeast(BIND_WITHOUT_CAPABILITY)
              ? Results.verdict(
                  0, 3, 1, "1 to allow, 0 to refuse, 3 to allow without CAP_NET_BIND_SERVICE")
              : ALLOW;
      case CONNECT4, CONNECT6, SENDMSG4, SENDMSG6 -> ALLOW;
    };
  }
}
