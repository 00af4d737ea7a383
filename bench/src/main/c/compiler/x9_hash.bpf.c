// SPDX-License-Identifier: GPL-2.0
// spreads packets over queues by a hash of their addresses and ports
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, __u64);
} queues SEC(".maps");

SEC("xdp") int spread(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  if (data + 64 > end) return XDP_PASS;
  __u8 *bytes = data;
  __u32 hash = 2166136261;
  for (int i = 26; i < 38; i++) {
    hash ^= bytes[i];
    hash *= 16777619;
  }
  hash ^= hash >> 16;
  __u32 queue = hash % 48;
  __u64 *count = bpf_map_lookup_elem(&queues, &queue);
  if (count) __sync_fetch_and_add(count, 1);
  return queue & 1 ? XDP_TX : XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
