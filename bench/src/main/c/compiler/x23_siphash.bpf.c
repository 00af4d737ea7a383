// SPDX-License-Identifier: GPL-2.0
// flows counted by a keyed hash, those of one slot that are too many dropped
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1024); __type(key, __u32); __type(value, __u64); } slots SEC(".maps");
static __always_inline __u64 rotl(__u64 x, int b) { return x << b | x >> (64 - b); }
#define ROUND \
  do { \
    v0 += v1; v1 = rotl(v1, 13); v1 ^= v0; v0 = rotl(v0, 32); \
    v2 += v3; v3 = rotl(v3, 16); v3 ^= v2; \
    v0 += v3; v3 = rotl(v3, 21); v3 ^= v0; \
    v2 += v1; v1 = rotl(v1, 17); v1 ^= v2; v2 = rotl(v2, 32); \
  } while (0)
static __always_inline __u64 siphash(__u64 a, __u64 b) {
  const __u64 k0 = 0x0706050403020100ULL, k1 = 0x0f0e0d0c0b0a0908ULL;
  __u64 v0 = k0 ^ 0x736f6d6570736575ULL, v1 = k1 ^ 0x646f72616e646f6dULL;
  __u64 v2 = k0 ^ 0x6c7967656e657261ULL, v3 = k1 ^ 0x7465646279746573ULL;
  v3 ^= a; ROUND; ROUND; v0 ^= a;
  v3 ^= b; ROUND; ROUND; v0 ^= b;
  __u64 last = 16ULL << 56;
  v3 ^= last; ROUND; ROUND; v0 ^= last;
  v2 ^= 0xff;
  ROUND; ROUND; ROUND; ROUND;
  return v0 ^ v1 ^ v2 ^ v3;
}
SEC("xdp") int flows(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  __be16 *ports = (void *)(ip + 1);
  if ((void *)(ports + 2) > end) return XDP_PASS;
  if (eth->h_proto != bpf_htons(0x800) || ip->ihl != 5) return XDP_PASS;
  __u64 a = (__u64)ip->saddr << 32 | ip->daddr;
  __u64 b = ip->protocol;
  if (ip->protocol == 6 || ip->protocol == 17) b |= (__u64)ports[0] << 48 | (__u64)ports[1] << 32;
  __u64 hash = siphash(a, b);
  __u32 slot = hash & 1023;
  __u64 *count = bpf_map_lookup_elem(&slots, &slot);
  if (!count) return XDP_ABORTED;
  return ++*count > 1000000000 ? XDP_DROP : XDP_PASS;
}
char LICENSE[] SEC("license") = "GPL";
