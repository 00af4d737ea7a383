// SPDX-License-Identifier: GPL-2.0
// packets put into VXLAN
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct tunnel { __u8 dst[6]; __u8 src[6]; __be32 saddr, daddr; __u32 vni; __u32 pad; __u64 packets; };
struct vxlan { __be32 flags, vni; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 256); __type(key, __u32); __type(value, struct tunnel); } tunnels SEC(".maps");
static __always_inline __u16 fold(__u32 sum) {
  sum = (sum & 0xffff) + (sum >> 16);
  return (sum & 0xffff) + (sum >> 16);
}
SEC("xdp") int encap(struct xdp_md *ctx) {
  __u32 key = ctx->ingress_ifindex;
  struct tunnel *t = bpf_map_lookup_elem(&tunnels, &key);
  if (!t) return XDP_PASS;
  __u32 inner = ctx->data_end - ctx->data;
  if (bpf_xdp_adjust_head(ctx, -50)) return XDP_DROP;
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  struct udphdr *udp = (void *)(ip + 1);
  struct vxlan *vx = (void *)(udp + 1);
  struct ethhdr *in = (void *)(vx + 1);
  if ((void *)(in + 1) > end) return XDP_DROP;
  __builtin_memcpy(eth->h_dest, t->dst, 6);
  __builtin_memcpy(eth->h_source, t->src, 6);
  eth->h_proto = bpf_htons(0x800);
  *(__u8 *)ip = 0x45;
  ip->tos = 0;
  ip->tot_len = bpf_htons(inner + 36);
  ip->id = 0;
  ip->frag_off = bpf_htons(0x4000);
  ip->ttl = 64;
  ip->protocol = 17;
  ip->check = 0;
  ip->saddr = t->saddr;
  ip->daddr = t->daddr;
  __u16 *words = (void *)ip;
  __u32 sum = 0;
#pragma unroll
  for (int i = 0; i < 10; i++) sum += words[i];
  ip->check = ~fold(sum);
  __u32 hash = 0;
#pragma unroll
  for (int i = 0; i < 6; i++) hash = hash * 31 + in->h_source[i];
  udp->source = bpf_htons(0xc000 | (hash & 0x3fff));
  udp->dest = bpf_htons(4789);
  udp->len = bpf_htons(inner + 16);
  udp->check = 0;
  vx->flags = bpf_htonl(0x08000000);
  vx->vni = bpf_htonl(t->vni << 8);
  __sync_fetch_and_add(&t->packets, 1);
  return XDP_TX;
}
char LICENSE[] SEC("license") = "GPL";
