// SPDX-License-Identifier: GPL-2.0
// connections to services sent elsewhere
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
struct service { __u32 addr; __u16 port; __u16 proto; };
struct target { __u32 addr; __u16 port; __u16 flags; __u64 hits; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4096); __type(key, struct service); __type(value, struct target); } services SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 65536); __type(key, __u64); __type(value, struct service); } original SEC(".maps");
SEC("cgroup/connect4") int connect(struct bpf_sock_addr *ctx) {
  if (ctx->protocol != 6 && ctx->protocol != 17) return 1;
  struct service s = {.addr = ctx->user_ip4, .port = ctx->user_port, .proto = ctx->protocol};
  struct target *t = bpf_map_lookup_elem(&services, &s);
  if (!t) { s.port = 0; t = bpf_map_lookup_elem(&services, &s); if (!t) return 1; s.port = ctx->user_port; }
  if (t->flags & 1) return 0;
  __u64 cookie = bpf_get_socket_cookie(ctx);
  bpf_map_update_elem(&original, &cookie, &s, 0);
  ctx->user_ip4 = t->addr;
  if (t->port) ctx->user_port = t->port;
  __sync_fetch_and_add(&t->hits, 1);
  return 1;
}
char LICENSE[] SEC("license") = "GPL";
