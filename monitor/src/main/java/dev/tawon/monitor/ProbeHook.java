package dev.tawon.monitor;

import dev.tawon.bpf.Host;
import dev.tawon.monitor.event.EventKind;
import java.util.Arrays;
import java.util.List;

/**
 * Where in a kernel the monitor sees a kind of event.
 *
 * @param kind the kind of event
 * @param places the hooks, as in {@code BTF tracepoint sched_process_exec}
 * @param reason why these and not the usual ones; empty if they are the usual ones
 * @param missing what they lack on this host; empty if nothing
 * @param remedy what to do about it; empty if nothing is missing
 */
public record ProbeHook(
    EventKind kind, List<String> places, String reason, String missing, String remedy) {
  /** Copies the list. */
  public ProbeHook {
    places = List.copyOf(places);
  }

  /**
   * Those of this machine's kernel, in the order of the kinds.
   *
   * @throws dev.tawon.bpf.BpfException if the kernel does not show its BTF
   */
  public static List<ProbeHook> here() {
    return of(KernelTraits.here().programsArePreemptible(), Host.hasTracefs());
  }

  /**
   * Those of a kernel.
   *
   * @param preemptible whether the task that runs a BTF tracepoint's program can lose the CPU meanwhile
   * @param tracefs whether tracefs is mounted
   */
  static List<ProbeHook> of(boolean preemptible, boolean tracefs) {
    return Arrays.stream(EventKind.values())
        .map(kind -> preemptible ? steady(kind, tracefs) : usual(kind))
        .toList();
  }

  private static ProbeHook usual(EventKind kind) {
    String before = "BTF tracepoint ";
    return new ProbeHook(
        kind,
        switch (kind) {
          case FORK -> List.of(before + "sched_process_fork");
          case EXEC -> List.of(before + "sched_process_exec");
          case EXIT -> List.of(before + "sched_process_exit");
          case FILE -> List.of(before + "sys_exit");
          case NETWORK -> List.of(before + "inet_sock_set_state", before + "sys_exit");
        },
        "",
        "",
        "");
  }

  private static ProbeHook steady(EventKind kind, boolean tracefs) {
    String before = "tracepoint ";
    List<String> places =
        switch (kind) {
          case FORK -> List.of("kprobe wake_up_new_task");
          case EXEC -> List.of(before + "sched/sched_process_exec");
          case EXIT -> List.of(before + "sched/sched_process_exit");
          case FILE -> List.of(before + "raw_syscalls/sys_exit");
          case NETWORK ->
              List.of(
                  before + "sock/inet_sock_set_state",
                  "BTF tracepoint inet_sock_set_state",
                  before + "raw_syscalls/sys_exit");
        };
    boolean lacks = kind != EventKind.FORK && !tracefs;
    return new ProbeHook(
        kind,
        places,
        "a BTF tracepoint's program can lose the processor on this kernel, and misses events then",
        lacks ? "tracefs is not mounted, which has the tracepoints' numbers" : "",
        lacks ? "mount -t tracefs nodev /sys/kernel/tracing" : "");
  }
}
