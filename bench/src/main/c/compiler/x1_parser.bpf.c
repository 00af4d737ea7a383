// SPDX-License-Identifier: GPL-2.0
// Ethernet, up to two VLAN tags, IPv4 or IPv6, TCP: counts segments by the maximum size that their options say
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct count {
  __u64 packets, bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 16);
  __type(key, __u32);
  __type(value, struct count);
} counts SEC(".maps");

struct vlan {
  __be16 tag, type;
};

SEC("xdp") int parse(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return XDP_PASS;
  __be16 type = eth->h_proto;
  void *at = eth + 1;
#pragma unroll
  for (int i = 0; i < 2; i++) {
    if (type != bpf_htons(0x8100)) break;
    struct vlan *tag = at;
    if ((void *)(tag + 1) > end) return XDP_PASS;
    type = tag->type;
    at = tag + 1;
  }
  __u8 protocol;
  if (type == bpf_htons(0x0800)) {
    struct iphdr *ip = at;
    if ((void *)(ip + 1) > end) return XDP_PASS;
    protocol = ip->protocol;
    at += ip->ihl * 4;
  } else if (type == bpf_htons(0x86dd)) {
    struct ipv6hdr *ip = at;
    if ((void *)(ip + 1) > end) return XDP_PASS;
    protocol = ip->nexthdr;
    at = ip + 1;
  } else {
    return XDP_PASS;
  }
  if (protocol != 6) return XDP_PASS;
  struct tcphdr *tcp = at;
  if ((void *)(tcp + 1) > end) return XDP_PASS;
  __u32 kind = 0;
  if (tcp->syn && tcp->doff > 5) {
    __u8 *option = (void *)(tcp + 1);
    if (option + 4 <= (__u8 *)end && option[0] == 2 && option[1] == 4) {
      __u32 size = option[2] << 8 | option[3];
      kind = size >= 1460 ? 3 : size >= 1200 ? 2 : 1;
    }
  }
  struct count *count = bpf_map_lookup_elem(&counts, &kind);
  if (count) {
    count->packets++;
    count->bytes += end - data;
  }
  return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
