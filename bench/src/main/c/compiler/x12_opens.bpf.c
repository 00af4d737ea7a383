// SPDX-License-Identifier: GPL-2.0
// files that could not be opened
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
struct args_t { const char *fname; int flags; };
struct event { __u64 ts; __u32 pid; __u32 uid; int ret; int flags; char comm[16]; char fname[255]; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 10240); __type(key, u32); __type(value, struct args_t); } start SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 18); } events SEC(".maps");
struct enter { __u64 h; long id; unsigned long args[6]; };
struct exit_ { __u64 h; long id; long ret; };
SEC("tracepoint/syscalls/sys_enter_openat") int enter(struct enter *ctx) {
  u32 pid = bpf_get_current_pid_tgid();
  struct args_t args = {}; args.fname = (const char *)ctx->args[1]; args.flags = (int)ctx->args[2];
  bpf_map_update_elem(&start, &pid, &args, 0); return 0;
}
SEC("tracepoint/syscalls/sys_exit_openat") int exit_open(struct exit_ *ctx) {
  u32 pid = bpf_get_current_pid_tgid();
  struct args_t *ap = bpf_map_lookup_elem(&start, &pid);
  if (!ap) return 0;
  int ret = ctx->ret;
  if (ret < 0) {
    struct event *e = bpf_ringbuf_reserve(&events, sizeof *e, 0);
    if (e) {
      e->ts = bpf_ktime_get_ns();
      e->pid = bpf_get_current_pid_tgid() >> 32;
      e->uid = bpf_get_current_uid_gid();
      bpf_get_current_comm(&e->comm, sizeof(e->comm));
      bpf_probe_read_user_str(&e->fname, sizeof(e->fname), ap->fname);
      e->flags = ap->flags; e->ret = ret;
      bpf_ringbuf_submit(e, 0);
    }
  }
  bpf_map_delete_elem(&start, &pid); return 0;
}
char LICENSE[] SEC("license") = "GPL";
