// SPDX-License-Identifier: GPL-2.0
// names asked for by DNS
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct dns { __u16 id, flags, questions, answers; __u32 rest; };
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 4096); __type(key, __u32); __type(value, __u64); } names SEC(".maps");
SEC("xdp") int dns(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(0x800)) return XDP_PASS;
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end || ip->protocol != 17) return XDP_PASS;
  struct udphdr *udp = (void *)ip + ip->ihl * 4;
  if ((void *)(udp + 1) > end || udp->dest != bpf_htons(53)) return XDP_PASS;
  struct dns *dns = (void *)(udp + 1);
  if ((void *)(dns + 1) > end || (dns->flags & bpf_htons(0x8000)) || dns->questions != bpf_htons(1)) return XDP_PASS;
  __u8 *at = (void *)(dns + 1);
  __u32 hash = 0x811c9dc5;
  for (int i = 0; i < 64; i++) {
    if (at + i + 1 > (__u8 *)end) return XDP_DROP;
    __u32 c = at[i];
    if (c == 0) break;
    if (c >= 'A' && c <= 'Z') c += 32;
    hash = (hash ^ c) * 16777619;
  }
  __u64 *n = bpf_map_lookup_elem(&names, &hash), zero = 0;
  if (n) __sync_fetch_and_add(n, 1); else bpf_map_update_elem(&names, &hash, &zero, 0);
  return XDP_PASS;
}
char LICENSE[] SEC("license") = "GPL";
