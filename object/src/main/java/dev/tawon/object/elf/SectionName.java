package dev.tawon.object.elf;

import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a section says of the programs in it: {@code section_defs} of libbpf's {@code libbpf.c}.
 *
 * @param type the kind of program; {@link ProgramType#UNSPEC} if the name is no convention's
 * @param attachType where it is attached, or null
 * @param target what it is attached to; empty for none
 * @param sleepable whether it may sleep, which a {@code .s} behind the kind says
 */
record SectionName(
    ProgramType type, @Nullable AttachType attachType, String target, boolean sleepable) {

  private static final String SLEEPABLE = ".s";

  /** What a target begins with that is a function of a program's file. */
  private static final String USER = ":";

  /** What a target ends with that is the return from a function. */
  private static final String RETURN = "%return";

  private record Row(String prefix, ProgramType type, @Nullable AttachType attachType) {}

  private static Row row(String prefix, ProgramType type) {
    return new Row(prefix, type, null);
  }

  private static Row address(String place, AttachType attachType) {
    return new Row("cgroup/" + place, ProgramType.CGROUP_SOCK_ADDR, attachType);
  }

  private static final List<Row> ROWS =
      List.of(
          row("socket", ProgramType.SOCKET_FILTER),
          row("kprobe", ProgramType.KPROBE),
          row("kretprobe", ProgramType.KPROBE),
          row("ksyscall", ProgramType.KPROBE),
          row("kretsyscall", ProgramType.KPROBE),
          row("uprobe", ProgramType.KPROBE),
          row("uretprobe", ProgramType.KPROBE),
          row("usdt", ProgramType.KPROBE),
          row("tc", ProgramType.SCHED_CLS),
          row("tcx", ProgramType.SCHED_CLS),
          row("classifier", ProgramType.SCHED_CLS),
          row("action", ProgramType.SCHED_ACT),
          row("tracepoint", ProgramType.TRACEPOINT),
          row("tp", ProgramType.TRACEPOINT),
          row("raw_tracepoint", ProgramType.RAW_TRACEPOINT),
          row("raw_tp", ProgramType.RAW_TRACEPOINT),
          new Row("tp_btf", ProgramType.TRACING, AttachType.TRACE_RAW_TP),
          new Row("fentry", ProgramType.TRACING, AttachType.TRACE_FENTRY),
          new Row("fexit", ProgramType.TRACING, AttachType.TRACE_FEXIT),
          new Row("fmod_ret", ProgramType.TRACING, AttachType.MODIFY_RETURN),
          new Row("iter", ProgramType.TRACING, AttachType.TRACE_ITER),
          new Row("lsm", ProgramType.LSM, AttachType.LSM_MAC),
          new Row("xdp", ProgramType.XDP, AttachType.XDP),
          row("perf_event", ProgramType.PERF_EVENT),
          row("lwt_in", ProgramType.LWT_IN),
          row("lwt_out", ProgramType.LWT_OUT),
          row("lwt_xmit", ProgramType.LWT_XMIT),
          new Row("cgroup_skb/ingress", ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_INGRESS),
          new Row("cgroup_skb/egress", ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS),
          row("cgroup/skb", ProgramType.CGROUP_SKB),
          new Row(
              "cgroup/sock_create", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE),
          new Row(
              "cgroup/sock_release", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_RELEASE),
          new Row("cgroup/sock", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE),
          new Row("cgroup/post_bind4", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET4_POST_BIND),
          new Row("cgroup/post_bind6", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET6_POST_BIND),
          address("bind4", AttachType.CGROUP_INET4_BIND),
          address("bind6", AttachType.CGROUP_INET6_BIND),
          address("connect4", AttachType.CGROUP_INET4_CONNECT),
          address("connect6", AttachType.CGROUP_INET6_CONNECT),
          address("sendmsg4", AttachType.CGROUP_UDP4_SENDMSG),
          address("sendmsg6", AttachType.CGROUP_UDP6_SENDMSG),
          address("recvmsg4", AttachType.CGROUP_UDP4_RECVMSG),
          address("recvmsg6", AttachType.CGROUP_UDP6_RECVMSG),
          address("getpeername4", AttachType.CGROUP_INET4_GETPEERNAME),
          address("getpeername6", AttachType.CGROUP_INET6_GETPEERNAME),
          address("getsockname4", AttachType.CGROUP_INET4_GETSOCKNAME),
          address("getsockname6", AttachType.CGROUP_INET6_GETSOCKNAME),
          new Row("cgroup/sysctl", ProgramType.CGROUP_SYSCTL, AttachType.CGROUP_SYSCTL),
          new Row("cgroup/getsockopt", ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_GETSOCKOPT),
          new Row("cgroup/setsockopt", ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT),
          new Row("cgroup/dev", ProgramType.CGROUP_DEVICE, AttachType.CGROUP_DEVICE),
          new Row("lsm_cgroup", ProgramType.LSM, AttachType.LSM_CGROUP),
          new Row("sockops", ProgramType.SOCK_OPS, AttachType.CGROUP_SOCK_OPS),
          row("sk_skb", ProgramType.SK_SKB),
          new Row("sk_msg", ProgramType.SK_MSG, AttachType.SK_MSG_VERDICT),
          new Row("flow_dissector", ProgramType.FLOW_DISSECTOR, AttachType.FLOW_DISSECTOR),
          new Row("sk_lookup", ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP),
          new Row("sk_reuseport", ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT),
          new Row("tcx/ingress", ProgramType.SCHED_CLS, AttachType.TCX_INGRESS),
          new Row("tcx/egress", ProgramType.SCHED_CLS, AttachType.TCX_EGRESS),
          new Row("netkit/primary", ProgramType.SCHED_CLS, AttachType.NETKIT_PRIMARY),
          new Row("netkit/peer", ProgramType.SCHED_CLS, AttachType.NETKIT_PEER),
          new Row("kprobe.multi", ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI),
          new Row("kretprobe.multi", ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI),
          new Row("uprobe.multi", ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
          new Row("uretprobe.multi", ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
          row("syscall", ProgramType.SYSCALL),
          row("netfilter", ProgramType.NETFILTER));

  /**
   * The section that libbpf takes for a program: the first row of its kind.
   *
   * @throws IllegalArgumentException if libbpf has no name for it
   */
  static String of(ProgramSpec program) {
    if (program.type() == ProgramType.KPROBE && program.attachType() == null) {
      return probe(program.target(), program.sleepable());
    }
    if (program.attachType() == AttachType.TRACE_KPROBE_MULTI) {
      return multi(program.target());
    }
    if (program.attachType() == AttachType.TRACE_UPROBE_MULTI) {
      return userMulti(program.target(), program.sleepable());
    }
    for (Row row : ROWS) {
      if (row.type == program.type()
          && (row.attachType == null
              || program.attachType() == null
              || row.attachType == program.attachType())) {
        String prefix = row.prefix + (program.sleepable() ? SLEEPABLE : "");
        return program.target().isEmpty() ? prefix : prefix + "/" + program.target();
      }
    }
    throw new IllegalArgumentException(
        "program %s: libbpf has no section name for the type %s attached to %s"
            .formatted(program.name(), program.type(), program.attachType()));
  }

  /** libbpf attaches to one pattern; to several, user space does. */
  private static String multi(String target) {
    boolean atReturn = target.endsWith(RETURN);
    String pattern = atReturn ? target.substring(0, target.length() - RETURN.length()) : target;
    String prefix = atReturn ? "kretprobe.multi" : "kprobe.multi";
    return pattern.isEmpty() || pattern.contains(",") ? prefix : prefix + "/" + pattern;
  }

  private static String userMulti(String target, boolean sleepable) {
    boolean atReturn = target.endsWith(RETURN);
    int end = target.length() - (atReturn ? RETURN.length() : 0);
    String functions = target.substring(Math.min(end, USER.length()), end);
    String prefix = (atReturn ? "uretprobe.multi" : "uprobe.multi") + (sleepable ? SLEEPABLE : "");
    return functions.isEmpty() ? prefix : prefix + "/" + functions;
  }

  private static String probe(String target, boolean sleepable) {
    boolean user = target.startsWith(USER);
    boolean atReturn = target.endsWith(RETURN);
    String function =
        target.substring(
            user ? USER.length() : 0, target.length() - (atReturn ? RETURN.length() : 0));
    String prefix =
        (user ? "u" : "k") + (atReturn ? "ret" : "") + "probe" + (sleepable ? SLEEPABLE : "");
    return function.isEmpty() ? prefix : prefix + "/" + function;
  }

  static SectionName of(String section) {
    String name = section.startsWith("?") ? section.substring(1) : section; // not loaded by itself
    Row best = null;
    for (Row row : ROWS) {
      if ((name.equals(row.prefix())
              || name.startsWith(row.prefix() + "/")
              || name.startsWith(row.prefix() + ".s"))
          && (best == null || row.prefix().length() > best.prefix().length())) {
        best = row;
      }
    }
    int slash = name.indexOf('/', best == null ? 0 : best.prefix().length());
    String target = slash < 0 ? "" : name.substring(slash + 1);
    boolean user = best != null && best.attachType() == AttachType.TRACE_UPROBE_MULTI;
    if (best != null && best.type() == ProgramType.KPROBE && (best.attachType() == null || user)) {
      target =
          (best.prefix().startsWith("u") ? USER : "")
              + target
              + (best.prefix().contains("ret") ? RETURN : "");
    }
    if (best != null && best.attachType() == AttachType.TRACE_KPROBE_MULTI) {
      target += best.prefix().contains("ret") ? RETURN : "";
    }
    return best == null
        ? new SectionName(ProgramType.UNSPEC, null, target, false)
        : new SectionName(
            best.type(), best.attachType(), target, name.startsWith(best.prefix() + SLEEPABLE));
  }
}
