// SPDX-License-Identifier: GPL-2.0
// lines that shells read
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
struct line { __u64 ns; __u32 pid, uid; char comm[16]; char text[80]; };
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 18); } lines SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4096); __type(key, __u32); __type(value, __u64); } seen SEC(".maps");
SEC("uretprobe") int readline(struct pt_regs *ctx) {
  const void *text = (void *)PT_REGS_RC(ctx);
  if (!text) return 0;
  __u64 id = bpf_get_current_pid_tgid();
  __u32 uid = bpf_get_current_uid_gid();
  __u64 *n = bpf_map_lookup_elem(&seen, &uid);
  if (n) __sync_fetch_and_add(n, 1);
  else { __u64 one = 1; bpf_map_update_elem(&seen, &uid, &one, BPF_NOEXIST); }
  struct line *l = bpf_ringbuf_reserve(&lines, sizeof *l, 0);
  if (!l) return 0;
  l->ns = bpf_ktime_get_ns();
  l->pid = id >> 32;
  l->uid = uid;
  bpf_get_current_comm(l->comm, sizeof l->comm);
  long length = bpf_probe_read_user_str(l->text, sizeof l->text, text);
  if (length <= 1 || l->text[0] == '#') { bpf_ringbuf_discard(l, 0); return 0; }
  bpf_ringbuf_submit(l, 0);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
