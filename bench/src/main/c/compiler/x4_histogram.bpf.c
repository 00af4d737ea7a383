// SPDX-License-Identifier: GPL-2.0
// a histogram of latencies by powers of two for each process
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct histogram {
  __u64 slots[32];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, __u32);
  __type(value, struct histogram);
} histograms SEC(".maps");

static struct histogram zero;

static __always_inline __u32 log2_of(__u64 v) {
  __u32 r = 0;
  if (v >> 32) { r += 32; v >>= 32; }
  if (v >> 16) { r += 16; v >>= 16; }
  if (v >> 8) { r += 8; v >>= 8; }
  if (v >> 4) { r += 4; v >>= 4; }
  if (v >> 2) { r += 2; v >>= 2; }
  if (v >> 1) r += 1;
  return r;
}

SEC("raw_tp/sys_exit") int record(struct bpf_raw_tracepoint_args *ctx) {
  __u64 begin = ctx->args[0], finish = ctx->args[1];
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  if (finish < begin) return 0;
  struct histogram *histogram = bpf_map_lookup_elem(&histograms, &pid);
  if (!histogram) {
    bpf_map_update_elem(&histograms, &pid, &zero, BPF_NOEXIST);
    histogram = bpf_map_lookup_elem(&histograms, &pid);
    if (!histogram) return 0;
  }
  __u32 slot = log2_of((finish - begin) / 1000);
  if (slot > 31) slot = 31;
  __sync_fetch_and_add(&histogram->slots[slot], 1);
  return slot;
}

char LICENSE[] SEC("license") = "GPL";
