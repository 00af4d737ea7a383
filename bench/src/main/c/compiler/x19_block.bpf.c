// SPDX-License-Identifier: GPL-2.0
// how long block devices take, by powers of two for each kind of request
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
struct disk_key { __u32 dev, flags; };
struct hist { __u64 slots[27]; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 10240); __type(key, struct request *); __type(value, u64); } start SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, struct disk_key); __type(value, struct hist); } hists SEC(".maps");
static struct hist zero;
static __always_inline u64 log2_of(u32 v) {
  u32 shift, r;
  r = (v > 0xFFFF) << 4; v >>= r;
  shift = (v > 0xFF) << 3; v >>= shift; r |= shift;
  shift = (v > 0xF) << 2; v >>= shift; r |= shift;
  shift = (v > 0x3) << 1; v >>= shift; r |= shift;
  r |= (v >> 1);
  return r;
}
SEC("kprobe/blk_mq_start_request") int BPF_KPROBE(issue, struct request *rq) {
  u64 ts = bpf_ktime_get_ns();
  bpf_map_update_elem(&start, &rq, &ts, 0);
  return 0;
}
SEC("kprobe/blk_mq_end_request") int BPF_KPROBE(complete, struct request *rq) {
  u64 *ts = bpf_map_lookup_elem(&start, &rq);
  if (!ts) return 0;
  s64 delta = (s64)(bpf_ktime_get_ns() - *ts);
  if (delta < 0) goto done;
  struct disk_key key = {};
  struct gendisk *disk = BPF_CORE_READ(rq, q, disk);
  key.dev = disk ? BPF_CORE_READ(disk, major) << 20 | BPF_CORE_READ(disk, first_minor) : 0;
  key.flags = BPF_CORE_READ(rq, cmd_flags) & 0xff;
  struct hist *h = bpf_map_lookup_elem(&hists, &key);
  if (!h) {
    bpf_map_update_elem(&hists, &key, &zero, 0);
    h = bpf_map_lookup_elem(&hists, &key);
    if (!h) goto done;
  }
  delta /= 1000U;
  u64 slot = log2_of(delta);
  if (slot >= 27) slot = 26;
  __sync_fetch_and_add(&h->slots[slot], 1);
done:
  bpf_map_delete_elem(&start, &rq);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
