package dev.tawon.testkit;

import java.util.List;

/**
 * What a kernel may have, told by its version and the options that it was built with, and never by trying: what is there and
 * does not work is to be found out. Versions are of the tags that contain the commits.
 */
public enum KernelFeature {
  /** Type information, and BTF tracepoints with it. */
  BTF("5.5", "DEBUG_INFO_BTF"),
  /** {@code fentry} and {@code fexit} programs. */
  FENTRY("5.5", "DEBUG_INFO_BTF", "DYNAMIC_FTRACE_WITH_DIRECT_CALLS"),
  /** {@code fmod_ret} programs on security hooks. */
  MODIFY_RETURN("5.7", "DEBUG_INFO_BTF", "SECURITY"),
  /** LSM programs; {@code bpf} is in the guests' list of security modules. */
  LSM_BPF("5.7", "BPF_LSM"),
  /** LSM programs for a cgroup. */
  LSM_CGROUP("6.0", "BPF_LSM", "CGROUP_BPF"),
  /** Ring buffers. */
  RING_BUFFER("5.8", "BPF_SYSCALL"),
  /** kprobes by perf events. */
  KPROBE("4.17", "KPROBE_EVENTS"),
  /** uprobes by perf events. */
  UPROBE("4.17", "UPROBE_EVENTS"),
  /** Links of perf events, with cookies. */
  PERF_LINK("5.15", "BPF_EVENTS"),
  /** One link for many kprobes. */
  KPROBE_MULTI("5.18", "FPROBE"),
  /** One link for many uprobes. */
  UPROBE_MULTI("6.6", "UPROBE_EVENTS"),
  /** {@code bpf_override_return}. */
  OVERRIDE_RETURN("4.16", "BPF_KPROBE_OVERRIDE"),
  /** {@code fmod_ret} programs on functions that allow error injection. */
  ERROR_INJECTION("5.7", "FUNCTION_ERROR_INJECTION"),
  /** Programs on a cgroup's sockets. */
  CGROUP_BPF("4.10", "CGROUP_BPF"),
  /** Traffic control by a filter that is a program. */
  TC("4.5", "NET_CLS_BPF", "NET_SCH_INGRESS"),
  /** Traffic control by links. */
  TCX("6.6", "NET_XGRESS"),
  /** Programs in netfilter's hooks. */
  NETFILTER_LINK("6.4", "NETFILTER_BPF_LINK"),
  /** Pairs of network devices. */
  VETH("4.0", "VETH"),
  /** Schedulers as programs. */
  SCHED_EXT("6.12", "SCHED_CLASS_EXT"),
  /** Values attached to tasks. */
  TASK_STORAGE("5.11", "BPF_SYSCALL"),
  /** Typed pointers to any address: {@code bpf_rdonly_cast}. */
  READ_ONLY_CAST("6.2", "DEBUG_INFO_BTF"),
  /** The file system. */
  BTRFS("4.0", "BTRFS_FS"),
  /** NFS, both ends. */
  NFS("4.0", "NFS_FS", "NFSD");

  private final String since;
  private final String options;

  KernelFeature(String since, String... options) {
    this.since = since;
    this.options = String.join(" ", options);
  }

  /** The first version of Linux that has it. */
  public String since() {
    return since;
  }

  /** The options that it takes, without {@code CONFIG_}: built in or as modules. */
  public List<String> options() {
    return List.of(options.split(" ", -1));
  }
}
