// SPDX-License-Identifier: GPL-2.0
// a bucket of tokens for each prefix
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct prefix { __u32 bits; __u8 addr[4]; };
struct tokens { __u64 filled, rate, burst, tokens, passed, dropped; };
struct { __uint(type, BPF_MAP_TYPE_LPM_TRIE); __uint(max_entries, 1024); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, struct prefix); __type(value, struct tokens); } buckets SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 4); __type(key, __u32); __type(value, __u64); } stats SEC(".maps");
static __always_inline int verdict(__u32 why, int action) {
  __u64 *n = bpf_map_lookup_elem(&stats, &why);
  if (n) ++*n;
  return action;
}
SEC("xdp") int limit(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end) return verdict(0, XDP_PASS);
  if (eth->h_proto != bpf_htons(0x800)) return verdict(0, XDP_PASS);
  struct prefix p = {.bits = 32};
  __builtin_memcpy(p.addr, &ip->saddr, 4);
  struct tokens *b = bpf_map_lookup_elem(&buckets, &p);
  if (!b) return verdict(1, XDP_PASS);
  __u64 now = bpf_ktime_get_ns(), size = end - data;
  __u64 elapsed = now - b->filled;
  if (elapsed > 1000000000) elapsed = 1000000000;
  __u64 tokens = b->tokens + elapsed * b->rate / 1000000000;
  if (tokens > b->burst) tokens = b->burst;
  b->filled = now;
  if (tokens < size) { b->tokens = tokens; b->dropped++; return verdict(3, XDP_DROP); }
  b->tokens = tokens - size;
  b->passed++;
  return verdict(2, XDP_PASS);
}
char LICENSE[] SEC("license") = "GPL";
