// SPDX-License-Identifier: GPL-2.0
// copies what a map knows of a process to a record, and sets it back
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct process {
  __u64 begun_ns, reads, writes, bytes;
  __u32 pid, uid;
  char comm[16];
};

struct event {
  struct process state;
  __u64 ended_ns;
  __u32 code, pad;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, struct process);
} states SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("raw_tp/sched_process_exit") int report(struct bpf_raw_tracepoint_args *ctx) {
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  struct process *state = bpf_map_lookup_elem(&states, &pid);
  if (!state) {
    struct process fresh = {};
    fresh.begun_ns = bpf_ktime_get_ns();
    fresh.pid = pid;
    fresh.uid = bpf_get_current_uid_gid();
    bpf_get_current_comm(fresh.comm, sizeof fresh.comm);
    bpf_map_update_elem(&states, &pid, &fresh, BPF_ANY);
    return 1;
  }
  struct event *event = bpf_ringbuf_reserve(&events, sizeof *event, 0);
  if (!event) return 0;
  event->state = *state;
  event->ended_ns = bpf_ktime_get_ns();
  event->code = ctx->args[1];
  event->pad = 0;
  bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
  state->reads = 0;
  state->writes = 0;
  state->bytes = 0;
  return 2;
}

char LICENSE[] SEC("license") = "GPL";
