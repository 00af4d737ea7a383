// SPDX-License-Identifier: GPL-2.0
// what an IPv6 packet is, by a chain of headers and many cases
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 32);
  __type(key, __u32);
  __type(value, __u64);
} kinds SEC(".maps");

static __always_inline __u32 service(__u16 port) {
  switch (port) {
  case 22: return 10;
  case 25: return 11;
  case 53: return 12;
  case 80: return 13;
  case 123: return 14;
  case 443: return 13;
  case 853: return 12;
  case 8080: return 13;
  default: return 15;
  }
}

SEC("xdp") int classify(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return XDP_ABORTED;
  if (eth->h_proto != bpf_htons(0x86dd)) return XDP_PASS;
  struct ipv6hdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end) return XDP_ABORTED;
  __u32 kind = 0;
  __u8 next = ip->nexthdr;
  __u8 *at = (void *)(ip + 1);
  for (int i = 0; i < 4; i++) {
    if (at + 8 > (__u8 *)end) return XDP_DROP;
    switch (next) {
    case 0:  // hop by hop
    case 43: // routing
    case 60: // destination options
      next = at[0];
      at += (at[1] + 1) * 8;
      continue;
    case 44: // fragment
      next = at[0];
      at += 8;
      continue;
    case 6:
    case 17:
      kind = service(at[2] << 8 | at[3]);
      break;
    case 58:
      switch (at[0]) {
      case 1: case 2: case 3: case 4: kind = 1; break;
      case 128: case 129: kind = 2; break;
      case 133: case 134: case 135: case 136: case 137: kind = 3; break;
      default: kind = 4;
      }
      break;
    case 59: kind = 5; break;
    default: kind = 6;
    }
    break;
  }
  __u64 *count = bpf_map_lookup_elem(&kinds, &kind);
  if (count) ++*count;
  return kind == 6 ? XDP_DROP : XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
