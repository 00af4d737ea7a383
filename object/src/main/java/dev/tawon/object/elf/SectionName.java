package dev.tawon.object.elf;

import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a section says of the programs in it: {@code section_defs} of libbpf's {@code libbpf.c}.
 *
 * @param type the kind of program; {@link ProgramType#UNSPEC} if the name is no convention's
 * @param attachType where it is attached, or null
 * @param target what it is attached to; empty for none
 */
record SectionName(ProgramType type, @Nullable AttachType attachType, String target) {

  private record Row(String prefix, ProgramType type, @Nullable AttachType attachType) {}

  private static Row row(String prefix, ProgramType type) {
    return new Row(prefix, type, null);
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
          row("sockops", ProgramType.SOCK_OPS),
          row("sk_skb", ProgramType.SK_SKB),
          row("sk_msg", ProgramType.SK_MSG),
          row("syscall", ProgramType.SYSCALL),
          row("netfilter", ProgramType.NETFILTER));

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
    int slash = name.indexOf('/');
    String target = slash < 0 ? "" : name.substring(slash + 1);
    return best == null
        ? new SectionName(ProgramType.UNSPEC, null, target)
        : new SectionName(best.type(), best.attachType(), target);
  }
}
