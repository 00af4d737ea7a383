// SPDX-License-Identifier: GPL-2.0
// a router: packets sent on by the kernel's routes
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct { __uint(type, BPF_MAP_TYPE_DEVMAP); __uint(max_entries, 64); __type(key, __u32); __type(value, __u32); } ports SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 16); __type(key, __u32); __type(value, __u64); } results SEC(".maps");
static __always_inline void count(__u32 what) {
  __u64 *n = bpf_map_lookup_elem(&results, &what);
  if (n) ++*n;
}
SEC("xdp") int forward(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return XDP_DROP;
  struct bpf_fib_lookup fib = {};
  struct iphdr *ip = (void *)(eth + 1);
  struct ipv6hdr *ip6 = (void *)(eth + 1);
  __u16 type = eth->h_proto;
  if (type == bpf_htons(0x800)) {
    if ((void *)(ip + 1) > end) return XDP_DROP;
    if (ip->ttl <= 1) return XDP_PASS;
    fib.family = 2;
    fib.tos = ip->tos;
    fib.l4_protocol = ip->protocol;
    fib.tot_len = bpf_ntohs(ip->tot_len);
    fib.ipv4_src = ip->saddr;
    fib.ipv4_dst = ip->daddr;
  } else if (type == bpf_htons(0x86dd)) {
    if ((void *)(ip6 + 1) > end) return XDP_DROP;
    if (ip6->hop_limit <= 1) return XDP_PASS;
    fib.family = 10;
    fib.flowinfo = *(__be32 *)ip6 & bpf_htonl(0x0fffffff);
    fib.l4_protocol = ip6->nexthdr;
    fib.tot_len = bpf_ntohs(ip6->payload_len);
    __builtin_memcpy(fib.ipv6_src, &ip6->saddr, 16);
    __builtin_memcpy(fib.ipv6_dst, &ip6->daddr, 16);
  } else {
    return XDP_PASS;
  }
  fib.ifindex = ctx->ingress_ifindex;
  long rc = bpf_fib_lookup(ctx, &fib, sizeof fib, 0);
  count(rc & 15);
  if (rc == 0) {
    if (type == bpf_htons(0x800)) {
      __u32 check = ip->check;
      check += bpf_htons(0x100);
      ip->check = check + (check >= 0xffff);
      ip->ttl--;
    } else {
      ip6->hop_limit--;
    }
    __builtin_memcpy(eth->h_dest, fib.dmac, 6);
    __builtin_memcpy(eth->h_source, fib.smac, 6);
    return bpf_redirect_map(&ports, fib.ifindex, 0);
  }
  if (rc >= 1 && rc <= 3) return XDP_DROP;
  return XDP_PASS;
}
char LICENSE[] SEC("license") = "GPL";
