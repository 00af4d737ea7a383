// SPDX-License-Identifier: GPL-2.0
// a limit to a number that is written to /proc/sys
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64); } limits SEC(".maps");
SEC("cgroup/sysctl") int limit(struct bpf_sysctl *ctx) {
  static const char wanted[] = "net/core/somaxconn";
  char name[32] = {};
  char value[16] = {};
  if (!ctx->write) return 1;
  if (bpf_sysctl_get_name(ctx, name, sizeof name, 0) != sizeof wanted - 1) return 1;
  for (int i = 0; i < (int)sizeof wanted - 1; i++)
    if (name[i] != wanted[i]) return 1;
  int n = bpf_sysctl_get_new_value(ctx, value, sizeof value);
  if (n <= 0) return 0;
  __u64 number = 0;
  for (int i = 0; i < 15; i++) {
    char c = value[i];
    if (c < '0' || c > '9') break;
    number = number * 10 + (c - '0');
  }
  __u32 zero = 0;
  __u64 *most = bpf_map_lookup_elem(&limits, &zero);
  return most && number <= *most;
}
char LICENSE[] SEC("license") = "GPL";
