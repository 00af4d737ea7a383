// SPDX-License-Identifier: GPL-2.0
// stacks of what runs, counted
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
struct sample_key { __u32 pid; __s32 kernel, user; char comm[16]; };
struct { __uint(type, BPF_MAP_TYPE_STACK_TRACE); __uint(max_entries, 1024); __uint(key_size, 4); __uint(value_size, 127 * 8); } stacks SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 10240); __type(key, struct sample_key); __type(value, __u64); } counts SEC(".maps");
const volatile __u32 only = 0;
SEC("perf_event") int sample(struct bpf_perf_event_data *ctx) {
  __u64 id = bpf_get_current_pid_tgid();
  __u32 tgid = id >> 32;
  if (!tgid) return 0;
  if (only && tgid != only) return 0;
  struct sample_key k = {.pid = tgid};
  bpf_get_current_comm(k.comm, sizeof k.comm);
  k.kernel = bpf_get_stackid(ctx, &stacks, 0);
  k.user = bpf_get_stackid(ctx, &stacks, BPF_F_USER_STACK);
  if (k.kernel < 0 && k.user < 0) return 0;
  __u64 *n = bpf_map_lookup_elem(&counts, &k);
  if (n) { __sync_fetch_and_add(n, 1); return 0; }
  __u64 one = 1;
  bpf_map_update_elem(&counts, &k, &one, BPF_NOEXIST);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
