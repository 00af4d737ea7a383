// SPDX-License-Identifier: GPL-2.0
// signals that are sent, with who sent them and what came of it
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
struct event { __u32 pid, tpid, ppid; int sig, ret; __u32 uid; char comm[16], parent[16]; };
struct value { __u32 tpid; int sig; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 10240); __type(key, __u32); __type(value, struct value); } values SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 18); } events SEC(".maps");
const volatile __u32 wanted = 0;
const volatile int filter = 0;
const volatile __u8 failed = 0;
SEC("tracepoint/syscalls/sys_enter_kill") int enter(struct trace_event_raw_sys_enter *ctx) {
  struct value v = {};
  __u32 tid;
  if (filter && ctx->args[1] != filter) return 0;
  __u64 id = bpf_get_current_pid_tgid();
  if (wanted && id >> 32 != wanted) return 0;
  tid = id;
  v.tpid = ctx->args[0];
  v.sig = ctx->args[1];
  bpf_map_update_elem(&values, &tid, &v, 0);
  return 0;
}
SEC("tracepoint/syscalls/sys_exit_kill") int leave(struct trace_event_raw_sys_exit *ctx) {
  __u64 id = bpf_get_current_pid_tgid();
  __u32 tid = id;
  struct value *v = bpf_map_lookup_elem(&values, &tid);
  if (!v) return 0;
  int ret = ctx->ret;
  if (failed && ret >= 0) goto done;
  struct event *e = bpf_ringbuf_reserve(&events, sizeof *e, 0);
  if (!e) goto done;
  struct task_struct *task = (void *)bpf_get_current_task();
  e->pid = id >> 32;
  e->tpid = v->tpid;
  e->sig = v->sig;
  e->ret = ret;
  e->uid = bpf_get_current_uid_gid();
  e->ppid = BPF_CORE_READ(task, real_parent, tgid);
  bpf_get_current_comm(e->comm, sizeof e->comm);
  bpf_probe_read_kernel_str(e->parent, sizeof e->parent, &BPF_CORE_READ(task, real_parent)->comm);
  bpf_ringbuf_submit(e, 0);
done:
  bpf_map_delete_elem(&values, &tid);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
