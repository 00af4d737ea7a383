package dev.tawon.object;

/** The kinds of program: {@code enum bpf_prog_type} of {@code include/uapi/linux/bpf.h}, in its order. */
public enum ProgramType {
  UNSPEC(""),
  SOCKET_FILTER("3.19"),
  KPROBE("4.1"),
  SCHED_CLS("4.1"),
  SCHED_ACT("4.1"),
  TRACEPOINT("4.7"),
  XDP("4.8"),
  PERF_EVENT("4.9"),
  CGROUP_SKB("4.10"),
  CGROUP_SOCK("4.10"),
  LWT_IN("4.10"),
  LWT_OUT("4.10"),
  LWT_XMIT("4.10"),
  SOCK_OPS("4.13"),
  SK_SKB("4.14"),
  CGROUP_DEVICE("4.15"),
  SK_MSG("4.17"),
  RAW_TRACEPOINT("4.17"),
  CGROUP_SOCK_ADDR("4.17"),
  LWT_SEG6LOCAL("4.18"),
  LIRC_MODE2("4.18"),
  SK_REUSEPORT("4.19"),
  FLOW_DISSECTOR("4.20"),
  CGROUP_SYSCTL("5.2"),
  RAW_TRACEPOINT_WRITABLE("5.2"),
  CGROUP_SOCKOPT("5.3"),
  TRACING("5.5"),
  STRUCT_OPS("5.6"),
  EXT("5.6"),
  LSM("5.7"),
  SK_LOOKUP("5.9"),
  SYSCALL("5.14"),
  NETFILTER("6.4");

  private final String since;

  ProgramType(String since) {
    this.since = since;
  }

  /** The kernel's number. */
  @SuppressWarnings("EnumOrdinal") // the constants stand in the order of the kernel's numbers
  public int number() {
    return ordinal();
  }

  /**
   * The first version of Linux that has this kind of program, {@code 5.8}; empty for {@link #UNSPEC}. Source: the tags that contain the
   * commits which added the constants to {@code include/uapi/linux/bpf.h}.
   */
  public String since() {
    return since;
  }
}
