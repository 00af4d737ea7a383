// SPDX-License-Identifier: GPL-2.0
// the names of servers that TLS connections begin with
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct hello { __u8 type; __u16 version, length; __u8 kind, size[3]; __u16 client; __u8 random[32]; __u8 session; } __attribute__((packed));
struct seen { __u64 first, count; __u16 version, port; __u32 addr; };
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 8192); __type(key, __u64); __type(value, struct seen); } hellos SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 8); __type(key, __u32); __type(value, __u64); } kinds SEC(".maps");
SEC("xdp") int tls(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return XDP_PASS;
  __u16 proto = eth->h_proto;
  struct iphdr *ip = (void *)(eth + 1);
  if (proto == bpf_htons(0x8100)) {
    struct { __u16 tci, proto; } *vlan = (void *)ip;
    if ((void *)(vlan + 1) > end) return XDP_PASS;
    proto = vlan->proto;
    ip = (void *)(vlan + 1);
  }
  if (proto != bpf_htons(0x800)) return XDP_PASS;
  if ((void *)(ip + 1) > end) return XDP_PASS;
  if (ip->protocol != 6 || ip->ihl < 5) return XDP_PASS;
  struct tcphdr *tcp = (void *)ip + ip->ihl * 4;
  if ((void *)(tcp + 1) > end) return XDP_PASS;
  if (tcp->dest != bpf_htons(443) && tcp->dest != bpf_htons(8443)) return XDP_PASS;
  struct hello *hello = (void *)tcp + tcp->doff * 4;
  if ((void *)(hello + 1) > end) return XDP_PASS;
  if (hello->type != 22) return XDP_PASS;
  __u32 kind;
  switch (hello->kind) {
  case 1: kind = 1; break;
  case 2: kind = 2; break;
  case 11: kind = 3; break;
  case 16: kind = 4; break;
  default: kind = 0;
  }
  __u64 *count = bpf_map_lookup_elem(&kinds, &kind);
  if (count) ++*count;
  if (kind != 1) return XDP_PASS;
  __u16 version = bpf_ntohs(hello->client);
  __u64 id = 0xcbf29ce484222325ULL;
  for (int i = 0; i < 16; i++) id = (id ^ hello->random[i]) * 0x100000001b3ULL;
  struct seen *seen = bpf_map_lookup_elem(&hellos, &id);
  if (seen) { __sync_fetch_and_add(&seen->count, 1); return XDP_PASS; }
  struct seen fresh = {.first = bpf_ktime_get_ns(), .count = 1, .version = version, .port = bpf_ntohs(tcp->source), .addr = bpf_ntohl(ip->saddr)};
  bpf_map_update_elem(&hellos, &id, &fresh, BPF_NOEXIST);
  return version < 0x303 ? XDP_DROP : XDP_PASS;
}
char LICENSE[] SEC("license") = "GPL";
