// SPDX-License-Identifier: GPL-2.0
// a token bucket for each IPv4 sender
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct tokens_of {
  __u64 filled_ns;
  __u32 tokens, dropped;
};

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 16384);
  __type(key, __u32);
  __type(value, struct tokens_of);
} buckets SEC(".maps");

SEC("xdp") int limit(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end) return XDP_PASS;
  if (eth->h_proto != bpf_htons(0x0800)) return XDP_PASS;
  __u32 sender = ip->saddr;
  __u64 now = bpf_ktime_get_ns();
  struct tokens_of *bucket = bpf_map_lookup_elem(&buckets, &sender);
  if (!bucket) {
    struct tokens_of fresh = {.filled_ns = now, .tokens = 99};
    bpf_map_update_elem(&buckets, &sender, &fresh, BPF_ANY);
    return XDP_PASS;
  }
  __u64 gained = (now - bucket->filled_ns) / 1000000;
  if (gained > 0) {
    __u64 tokens = bucket->tokens + gained;
    bucket->tokens = tokens > 100 ? 100 : tokens;
    bucket->filled_ns += gained * 1000000;
  }
  if (bucket->tokens == 0) {
    bucket->dropped++;
    return XDP_DROP;
  }
  bucket->tokens--;
  return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
