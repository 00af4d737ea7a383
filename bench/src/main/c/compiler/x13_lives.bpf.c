// SPDX-License-Identifier: GPL-2.0
// TCP connections that end, with their bytes
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
struct ident { __u32 pid; char comm[16]; };
struct event { __u32 saddr, daddr; __u64 span; __u64 rx, tx; __u32 pid; __u16 sport, dport, family; char comm[16]; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4096); __type(key, struct sock *); __type(value, u64); } birth SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4096); __type(key, struct sock *); __type(value, struct ident); } idents SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 18); } events SEC(".maps");
SEC("tp_btf/inet_sock_set_state") int BPF_PROG(state, struct sock *sk, int oldstate, int newstate) {
  if (newstate < 4) { u64 ts = bpf_ktime_get_ns(); bpf_map_update_elem(&birth, &sk, &ts, 0); }
  if (newstate == 2 || newstate == 9) {
    struct ident id = {}; id.pid = bpf_get_current_pid_tgid() >> 32; bpf_get_current_comm(id.comm, sizeof id.comm);
    bpf_map_update_elem(&idents, &sk, &id, 0);
  }
  if (newstate != 7) return 0;
  u64 *start = bpf_map_lookup_elem(&birth, &sk);
  if (!start) { bpf_map_delete_elem(&idents, &sk); return 0; }
  u64 ts = bpf_ktime_get_ns(), delta = (ts - *start) / 1000;
  bpf_map_delete_elem(&birth, &sk);
  struct tcp_sock *tp = (void *)sk;
  struct event *e = bpf_ringbuf_reserve(&events, sizeof *e, 0);
  if (e) {
    e->span = delta;
    e->rx = BPF_CORE_READ(tp, bytes_received); e->tx = BPF_CORE_READ(tp, bytes_acked);
    e->sport = sk->__sk_common.skc_num; e->dport = bpf_ntohs(sk->__sk_common.skc_dport); e->family = sk->__sk_common.skc_family;
    e->saddr = sk->__sk_common.skc_rcv_saddr; e->daddr = sk->__sk_common.skc_daddr;
    struct ident *id = bpf_map_lookup_elem(&idents, &sk);
    if (id) { e->pid = id->pid; __builtin_memcpy(e->comm, id->comm, 16); }
    else { e->pid = bpf_get_current_pid_tgid() >> 32; bpf_get_current_comm(e->comm, sizeof e->comm); }
    bpf_ringbuf_submit(e, 0);
  }
  bpf_map_delete_elem(&idents, &sk);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
