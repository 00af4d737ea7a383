// SPDX-License-Identifier: GPL-2.0
// follows TCP connections: states by addresses and ports
#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct flow {
  __u32 source, destination;
  __u16 source_port, destination_port;
  __u8 protocol, pad[3];
};

struct connection {
  __u64 packets, bytes, last_ns;
  __u32 state, flags;
};

struct {
  __uint(type, BPF_MAP_TYPE_LRU_HASH);
  __uint(max_entries, 65536);
  __type(key, struct flow);
  __type(value, struct connection);
} connections SEC(".maps");

enum { NEW = 1, ESTABLISHED, CLOSING };

SEC("xdp") int track(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return XDP_PASS;
  if (eth->h_proto != bpf_htons(0x0800)) return XDP_PASS;
  struct iphdr *ip = (void *)(eth + 1);
  if ((void *)(ip + 1) > end) return XDP_PASS;
  if (ip->protocol != 6 || ip->ihl != 5) return XDP_PASS;
  struct tcphdr *tcp = (void *)(ip + 1);
  if ((void *)(tcp + 1) > end) return XDP_PASS;
  struct flow key = {.source = ip->saddr,
                    .destination = ip->daddr,
                    .source_port = tcp->source,
                    .destination_port = tcp->dest,
                    .protocol = ip->protocol};
  __u8 flags = ((__u8 *)tcp)[13];
  struct connection *known = bpf_map_lookup_elem(&connections, &key);
  if (!known) {
    struct connection fresh = {.packets = 1,
                               .bytes = end - data,
                               .last_ns = bpf_ktime_get_ns(),
                               .state = flags & 2 ? NEW : ESTABLISHED,
                               .flags = flags};
    bpf_map_update_elem(&connections, &key, &fresh, BPF_ANY);
    return XDP_PASS;
  }
  known->packets++;
  known->bytes += end - data;
  known->last_ns = bpf_ktime_get_ns();
  known->flags |= flags;
  if (flags & 5)
    known->state = CLOSING;
  else if (known->state == NEW && flags & 16)
    known->state = ESTABLISHED;
  if (known->state == CLOSING && !(flags & 5)) return XDP_DROP;
  return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
