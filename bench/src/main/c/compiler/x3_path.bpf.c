// SPDX-License-Identifier: GPL-2.0
// whether a file name begins with a prefix of up to 64 bytes, which a map has
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct prefix {
  __u32 length, pad;
  __u64 hits;
  char text[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __type(key, __u32);
  __type(value, struct prefix);
} prefixes SEC(".maps");

SEC("raw_tp/sys_enter") int match(struct bpf_raw_tracepoint_args *ctx) {
  char name[64] = {};
  long size = bpf_probe_read_kernel_str(name, sizeof name, (void *)ctx->args[0]);
  if (size < 0) return 0;
  __u32 key = ctx->args[1] & 3;
  struct prefix *prefix = bpf_map_lookup_elem(&prefixes, &key);
  if (!prefix) return 0;
  __u32 length = prefix->length;
  if (length == 0 || length > 64) return 0;
  for (__u32 at = 0; at < 64; at++) {
    if (at >= length) break;
    if (name[at] != prefix->text[at]) return 0;
  }
  __sync_fetch_and_add(&prefix->hits, 1);
  return 1;
}

char LICENSE[] SEC("license") = "GPL";
