// SPDX-License-Identifier: GPL-2.0
// how long tasks wait for a processor, by process and powers of two of microseconds
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
struct hist { __u32 slots[26]; char comm[16]; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 10240); __type(key, u32); __type(value, u64); } start SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, u32); __type(value, struct hist); } hists SEC(".maps");
static struct hist zero;
static __always_inline u64 log2_(u32 v) { u32 shift, r; r = (v > 0xFFFF) << 4; v >>= r; shift = (v > 0xFF) << 3; v >>= shift; r |= shift; shift = (v > 0xF) << 2; v >>= shift; r |= shift; shift = (v > 0x3) << 1; v >>= shift; r |= shift; r |= (v >> 1); return r; }
static __always_inline u64 log2l(u64 v) { u32 hi = v >> 32; if (hi) return log2_(hi) + 32; else return log2_(v); }
static __always_inline int trace_enqueue(u32 tgid, u32 pid) { u64 ts; if (!pid) return 0; ts = bpf_ktime_get_ns(); bpf_map_update_elem(&start, &pid, &ts, BPF_ANY); return 0; }
SEC("tp_btf/sched_wakeup") int BPF_PROG(wakeup, struct task_struct *p) { return trace_enqueue(p->tgid, p->pid); }
SEC("tp_btf/sched_switch") int BPF_PROG(sw, bool preempt, struct task_struct *prev, struct task_struct *next) {
  struct hist *histp; u64 *tsp, slot; u32 pid, hkey; s64 delta;
  if (prev->__state == 0) trace_enqueue(prev->tgid, prev->pid);
  pid = next->pid;
  tsp = bpf_map_lookup_elem(&start, &pid);
  if (!tsp) return 0;
  delta = bpf_ktime_get_ns() - *tsp;
  if (delta < 0) goto cleanup;
  hkey = next->tgid;
  histp = bpf_map_lookup_elem(&hists, &hkey);
  if (!histp) {
    bpf_map_update_elem(&hists, &hkey, &zero, BPF_NOEXIST);
    histp = bpf_map_lookup_elem(&hists, &hkey);
    if (!histp) goto cleanup;
    bpf_probe_read_kernel_str(&histp->comm, sizeof(histp->comm), next->comm);
  }
  delta /= 1000U;
  slot = log2l(delta);
  if (slot >= 26) slot = 25;
  __sync_fetch_and_add(&histp->slots[slot], 1);
cleanup:
  bpf_map_delete_elem(&start, &pid);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
