// SPDX-License-Identifier: GPL-2.0
// packets marked by where they go
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct lkey { __u32 prefixlen; __u32 addr; };
struct rule { __u32 mark; __u32 priority; __u64 packets, bytes; };
struct { __uint(type, BPF_MAP_TYPE_LPM_TRIE); __uint(max_entries, 1024); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, struct lkey); __type(value, struct rule); } rules SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 4); __type(key, __u32); __type(value, __u64); } totals SEC(".maps");
static __always_inline void count(__u32 i) { __u64 *c = bpf_map_lookup_elem(&totals, &i); if (c) ++*c; }
SEC("tc") int mark(struct __sk_buff *skb) {
  void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return 0;
  if (eth->h_proto != bpf_htons(0x800)) { count(0); return 0; }
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end) return 2;
  struct lkey k = {.prefixlen = 32, .addr = ip->daddr};
  struct rule *r = bpf_map_lookup_elem(&rules, &k);
  if (!r) { count(1); return 0; }
  r->packets++; r->bytes += skb->len;
  if (r->mark == -1U) { count(2); return 2; }
  skb->mark = r->mark;
  if (ip->protocol == 6 || ip->protocol == 17) skb->priority = r->priority;
  count(3);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
