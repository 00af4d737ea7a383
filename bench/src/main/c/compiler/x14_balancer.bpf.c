// SPDX-License-Identifier: GPL-2.0
// a load balancer that rewrites addresses
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct vip { __u32 addr; __u16 port; __u8 proto; __u8 pad; };
struct backend { __u8 mac[6]; __u32 addr; __u64 packets; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 256); __type(key, struct vip); __type(value, __u32); } vips SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1024); __type(key, __u32); __type(value, struct backend); } backends SEC(".maps");
static __always_inline __u32 mix(__u32 h) { h ^= h >> 16; h *= 0x85ebca6b; h ^= h >> 13; h *= 0xc2b2ae35; h ^= h >> 16; return h; }
SEC("xdp") int balance(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(0x800)) return XDP_PASS;
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end || ip->ihl != 5) return XDP_PASS;
  if (ip->protocol != 17) return XDP_PASS;
  struct udphdr *udp = (void *)(ip + 1);
  if ((void *)(udp + 1) > end) return XDP_PASS;
  struct vip vip = {.addr = ip->daddr, .port = udp->dest, .proto = ip->protocol};
  __u32 *group = bpf_map_lookup_elem(&vips, &vip);
  if (!group) return XDP_PASS;
  __u32 hash = mix(bpf_ntohl(ip->saddr) ^ ((bpf_ntohs(udp->source) << 16) | bpf_ntohs(udp->dest)));
  __u32 key = *group * 16 + (hash & 15);
  struct backend *b = bpf_map_lookup_elem(&backends, &key);
  if (!b) return XDP_DROP;
  __u32 old = ip->daddr;
  __u32 sum = (~ip->check & 0xffff) + (~(old >> 16) & 0xffff) + (~old & 0xffff) + (b->addr >> 16) + (b->addr & 0xffff);
  sum = (sum & 0xffff) + (sum >> 16); sum = (sum & 0xffff) + (sum >> 16);
  ip->check = ~sum; ip->daddr = b->addr; udp->check = 0;
  __builtin_memcpy(eth->h_source, eth->h_dest, 6); __builtin_memcpy(eth->h_dest, b->mac, 6);
  __sync_fetch_and_add(&b->packets, 1);
  return XDP_TX;
}
char LICENSE[] SEC("license") = "GPL";
