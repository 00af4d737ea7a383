// SPDX-License-Identifier: GPL-2.0
// what comes for a socket that listens, and for none, told apart
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4096); __type(key, __u16); __type(value, __u64); } closed SEC(".maps");
SEC("tc") int guard(struct __sk_buff *skb) {
  void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
  struct ethhdr *eth = data;
  struct iphdr *ip = (void *)(eth + 1);
  struct tcphdr *tcp = (void *)(ip + 1);
  if ((void *)(tcp + 1) > end) return 0;
  if (eth->h_proto != bpf_htons(0x800) || ip->ihl != 5 || ip->protocol != 6) return 0;
  struct bpf_sock_tuple tuple = {};
  tuple.ipv4.saddr = ip->saddr;
  tuple.ipv4.daddr = ip->daddr;
  tuple.ipv4.sport = tcp->source;
  tuple.ipv4.dport = tcp->dest;
  __u16 port = tcp->dest;
  struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof tuple.ipv4, -1, 0);
  if (sk) {
    __u32 state = sk->state, mark = sk->mark;
    bpf_sk_release(sk);
    if (mark) skb->mark = mark;
    return state == 10 || state == 1 ? 0 : 2;
  }
  __u64 *n = bpf_map_lookup_elem(&closed, &port);
  if (n) { __sync_fetch_and_add(n, 1); return 2; }
  __u64 one = 1;
  bpf_map_update_elem(&closed, &port, &one, BPF_ANY);
  return 2;
}
char LICENSE[] SEC("license") = "GPL";
