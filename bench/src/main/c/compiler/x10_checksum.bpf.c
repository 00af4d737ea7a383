// SPDX-License-Identifier: GPL-2.0
// answers pings: swaps addresses, makes the checksums right again; drops IPv4 headers whose sum is wrong
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

static __always_inline __u16 fold(__u32 sum) {
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}

SEC("xdp") int ping(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  struct icmphdr *icmp = (void *)(ip + 1);
  if ((void *)(icmp + 1) > end) return XDP_PASS;
  if (eth->h_proto != bpf_htons(0x0800) || ip->ihl != 5 || ip->protocol != 1) return XDP_PASS;
  __u16 *words = (void *)ip;
  __u32 sum = 0;
#pragma unroll
  for (int i = 0; i < 10; i++) sum += words[i];
  if (fold(sum) != 0xffff) return XDP_DROP;
  if (icmp->type != 8) return XDP_PASS;
  for (int i = 0; i < 6; i++) {
    __u8 byte = eth->h_dest[i];
    eth->h_dest[i] = eth->h_source[i];
    eth->h_source[i] = byte;
  }
  __u32 address = ip->saddr;
  ip->saddr = ip->daddr;
  ip->daddr = address;
  icmp->type = 0;
  __u32 check = (__u16)~icmp->checksum;
  check += 0xffff - 8;
  icmp->checksum = ~fold(check);
  return XDP_TX;
}

char LICENSE[] SEC("license") = "GPL";
