// SPDX-License-Identifier: GPL-2.0
// commands with their arguments, at the end of execve
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#define ARG 64
#define ARGS 16
struct command { __u32 pid, ppid, uid; int result; __u32 count, size; char comm[16]; char args[ARG * ARGS]; };
static const struct command empty;
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, __u32); __type(value, struct command); } running SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 20); } commands SEC(".maps");
const volatile __u32 only = -1;
SEC("tp/syscalls/sys_enter_execve") int enter(struct trace_event_raw_sys_enter *ctx) {
  __u32 uid = bpf_get_current_uid_gid();
  if (only != (__u32)-1 && only != uid) return 0;
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  if (bpf_map_update_elem(&running, &pid, &empty, BPF_NOEXIST)) return 0;
  struct command *c = bpf_map_lookup_elem(&running, &pid);
  if (!c) return 0;
  struct task_struct *task = (void *)bpf_get_current_task();
  c->pid = pid;
  c->uid = uid;
  c->ppid = BPF_CORE_READ(task, real_parent, tgid);
  const char **argv = (const char **)ctx->args[1];
  __u32 size = 0;
  for (int i = 0; i < ARGS; i++) {
    const char *arg = 0;
    if (bpf_probe_read_user(&arg, sizeof arg, argv + i) || !arg) break;
    if (size > ARG * (ARGS - 1)) break;
    long n = bpf_probe_read_user_str(c->args + size, ARG, arg);
    if (n < 0 || n > ARG) break;
    size += n;
    c->count++;
  }
  c->size = size;
  return 0;
}
SEC("tp/syscalls/sys_exit_execve") int leave(struct trace_event_raw_sys_exit *ctx) {
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  struct command *c = bpf_map_lookup_elem(&running, &pid);
  if (!c) return 0;
  c->result = ctx->ret;
  bpf_get_current_comm(c->comm, sizeof c->comm);
  bpf_ringbuf_output(&commands, c, sizeof *c, 0);
  bpf_map_delete_elem(&running, &pid);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
