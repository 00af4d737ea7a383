// SPDX-License-Identifier: GPL-2.0
// the destination of what goes to a service, changed with its checksums
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct service { __be32 addr; __be16 port; __u8 proto, pad; };
struct backend { __be32 addr; __be16 port; __u16 pad; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, struct service); __type(value, struct backend); } services SEC(".maps");
SEC("tc") int dnat(struct __sk_buff *skb) {
  void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  __be16 *ports = (void *)(ip + 1);
  if ((void *)(ports + 2) > end) return 0;
  if (eth->h_proto != bpf_htons(0x800) || ip->ihl != 5) return 0;
  __u8 proto = ip->protocol;
  if (proto != 6 && proto != 17) return 0;
  __be32 old = ip->daddr;
  __be16 oldport = ports[1];
  struct service s = {.addr = old, .port = oldport, .proto = proto};
  struct backend *b = bpf_map_lookup_elem(&services, &s);
  if (!b) return 0;
  __be32 addr = b->addr;
  __be16 port = b->port;
  int check = 34 + (proto == 6 ? 16 : 6);
  int flags = proto == 17 ? 0x20 : 0;
  bpf_l4_csum_replace(skb, check, old, addr, 0x10 | flags | 4);
  bpf_l4_csum_replace(skb, check, oldport, port, flags | 2);
  bpf_l3_csum_replace(skb, 24, old, addr, 4);
  if (bpf_skb_store_bytes(skb, 30, &addr, 4, 0)) return 2;
  if (bpf_skb_store_bytes(skb, 36, &port, 2, 0)) return 2;
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
