// SPDX-License-Identifier: GPL-2.0
// files that are opened, by chains of kernel pointers
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
struct event { __u64 ino; __u32 dev, mode, ppid, mntns, pid, flags; char exe[64], name[64], parent[64]; };
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 18); } events SEC(".maps");
SEC("kprobe/security_file_open") int BPF_KPROBE(open_, struct file *file) {
  struct task_struct *task = (void *)bpf_get_current_task();
  struct inode *inode = BPF_CORE_READ(file, f_inode);
  __u32 mode = BPF_CORE_READ(inode, i_mode);
  if ((mode & 0170000) != 0100000) return 0;
  struct event *e = bpf_ringbuf_reserve(&events, sizeof *e, 0);
  if (!e) return 0;
  e->ino = BPF_CORE_READ(inode, i_ino); e->dev = BPF_CORE_READ(inode, i_sb, s_dev); e->mode = mode;
  e->flags = BPF_CORE_READ(file, f_flags); e->pid = BPF_CORE_READ(task, tgid); e->ppid = BPF_CORE_READ(task, real_parent, tgid);
  e->mntns = BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum);
  struct dentry *d = BPF_CORE_READ(file, f_path.dentry);
  bpf_probe_read_kernel_str(e->name, 64, BPF_CORE_READ(d, d_name.name));
  bpf_probe_read_kernel_str(e->parent, 64, BPF_CORE_READ(d, d_parent, d_name.name));
  bpf_probe_read_kernel_str(e->exe, 64, BPF_CORE_READ(task, mm, exe_file, f_path.dentry, d_name.name));
  bpf_ringbuf_submit(e, 0);
  return 0;
}
char LICENSE[] SEC("license") = "GPL";
